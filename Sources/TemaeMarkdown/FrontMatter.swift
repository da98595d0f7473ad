import TemaeCore
import Yams

/// The YAML (or another tool's) between `---` lines at the top of a document.
struct FrontMatter {
  /// The number of lines from the top that are front matter; 0 when there is none.
  var lineCount = 0
  var isAnnotated = false
  var title: String?
  var settings = RunbookSettings()
  var diagnostics: [Diagnostic] = []
  var unsupported: [UnsupportedFact] = []

  /// Front matter of more bytes than this is not read.
  static let sizeLimit = 64 << 10

  init(_ source: SourceText) {
    guard let fence = ["---", "+++"].first(where: { Self.isFence($0, source.line(1)) }) else {
      return
    }
    let ends = fence == "---" ? ["---", "..."] : ["+++"]
    let last = (2..<max(source.lines.count + 1, 2)).first { number in
      ends.contains { Self.isFence($0, source.line(number)) }
    }
    guard let last else {
      // Without an end nothing of it counts, which its author must not find out from a run.
      let isOurs = source.lines.count > 1 && source.text(2).hasPrefix("temae:")
      if isOurs { error(1, 1, "the front matter is never closed: add a line --- after it") }
      return
    }
    lineCount = last
    guard fence == "---" else { return }
    let lines = (2..<last).map { source.text($0) }
    guard lines.contains(where: { $0.contains("temae") }) else { return }
    read(lines)
  }

  private static func isFence(_ fence: String, _ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: fence.utf8) && line.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private mutating func read(_ lines: [String]) {
    if let line = Self.tooDeep(lines) {
      error(line + 2, 1, "the front matter is too large or too deeply nested to be read")
      return
    }
    do {
      let node = try Yams.compose(yaml: lines.joined(separator: "\n"))
      guard case .mapping(let mapping)? = node else { return }
      var reader = FrontMatterReader(mapping)
      guard reader.readVersion() else {
        take(reader)
        return
      }
      reader.readKeys()
      isAnnotated = true
      title = reader.title
      settings = reader.settings
      unsupported = reader.unsupported
      take(reader)
    } catch {
      take(error, lines)
    }
  }

  private mutating func take(_ reader: FrontMatterReader) {
    diagnostics += reader.findings
  }

  /// Only a document of ours owes us YAML that parses.
  private mutating func take(_ failure: any Error, _ lines: [String]) {
    guard let own = lines.firstIndex(where: { $0.hasPrefix("temae") }) else {
      diagnostics.append(
        Diagnostic(.note, line: 1, "the front matter is not YAML; it is taken as another tool's"))
      return
    }
    guard let problem = failure as? YamlError else {
      error(own + 2, 1, "the front matter is not YAML")
      return
    }
    switch problem {
    case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _),
      .composer(_, let text, let mark, _):
      error(mark.line + 1, mark.column, "the front matter is not YAML: \(text)")
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "\($0)" }.joined(separator: ", ")
      error(
        context.mark.line + 1, context.mark.column, "the front matter has a key twice: \(names)")
    default: error(own + 2, 1, "the front matter is not YAML")
    }
  }

  private mutating func error(_ line: Int, _ column: Int, _ message: String) {
    diagnostics.append(Diagnostic(.error, line: line, column: max(column, 1), message))
  }

  /// The YAML parser recurses: what could exhaust its stack is refused before.
  private static func tooDeep(_ lines: [String]) -> Int? {
    var size = 0
    var depth = 0
    for (index, line) in lines.enumerated() {
      size += line.utf8.count
      let indentation = line.prefix { $0 == " " || $0 == "-" || $0 == "?" }.count
      depth += line.count { $0 == "[" || $0 == "{" }
      if size > sizeLimit || indentation > 64 || depth > 256 { return index }
    }
    return nil
  }
}
