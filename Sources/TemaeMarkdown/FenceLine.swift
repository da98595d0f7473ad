import TemaeCore

/// The line that opens a fence, from the source: the parser would unescape it.
struct FenceLine {
  /// One attribute in the braces, with its column in characters from 1.
  struct Attribute: Equatable {
    enum Kind: Equatable {
      case role(String)
      case name(String)
      case key(String, value: String)
      case flag(String)
    }

    var kind: Kind
    var column: Int
  }

  /// What cannot be parsed, and where: a column in characters from 1.
  struct Problem: Error, Equatable {
    var column: Int
    var message: String
  }

  /// What stands after the fence's marks, as written.
  var info: String
  /// The first word, lower case; empty for an untagged fence.
  var language: String
  /// What stands in the braces.
  var attributes: [Attribute] = []
  /// Words after the language and outside the braces.
  var otherWords: [String] = []
  /// Why the braces cannot be parsed.
  var problem: Problem?

  /// Whether the braces hold anything.
  var isAnnotated: Bool { !attributes.isEmpty || problem != nil }

  /// A fence as other tools' directives write it: ```` ```{note} ````, `:::`.
  var isDirective: Bool {
    guard language.isEmpty, let first = attributes.first, case .flag = first.kind else {
      return false
    }
    return true
  }

  /// A role that was written without its braces: `bash .rollback`.
  var nakedRole: String? {
    otherWords.first { $0.first == "." && Role(rawValue: String($0.dropFirst())) != nil }
  }

  init(_ source: SourceText, _ block: Block, character: UInt8) {
    let line = source.text(block.line)
    let start = Self.fenceStart(
      Array(line), from: block.column, character: Character(UnicodeScalar(character)))
    var scanner = AttributeScanner(
      Array(line), from: start, fence: Character(UnicodeScalar(character)))
    info = PlainText.trimmed(String(scanner.rest))
    language = scanner.takeWord().lowercased()
    while problem == nil, !scanner.isAtEnd {
      do throws(Problem) {
        guard scanner.isAtBrace else {
          otherWords.append(scanner.takeWord())
          continue
        }
        attributes += try scanner.takeBraces()
      } catch {
        problem = error
      }
    }
  }

  private static func fenceStart(_ line: [Character], from column: Int, character: Character) -> Int
  {
    let marks = [character, character, character]
    let isHere = { (index: Int) in
      line.count >= index + 3 && Array(line[index..<(index + 3)]) == marks
    }
    if isHere(column) { return column }
    return line.indices.first(where: isHere) ?? min(column, line.count)
  }
}

/// Pandoc's attributes: `{.role #name key=value key="a \"quoted\" value" flag}`.
private struct AttributeScanner {
  private let line: [Character]
  private var index: Int

  init(_ line: [Character], from start: Int, fence: Character) {
    self.line = line
    index = start
    while index < line.count, line[index] == fence { index += 1 }
    skipSpaces()
  }

  var rest: ArraySlice<Character> { line[index...] }
  var isAtEnd: Bool { index >= line.count }
  var isAtBrace: Bool { index < line.count && line[index] == "{" }

  mutating func takeWord() -> String {
    let start = index
    while index < line.count, !line[index].isWhitespace, line[index] != "{" || index == start {
      if line[index] == "{" { break }
      index += 1
    }
    let word = String(line[start..<index])
    skipSpaces()
    return word
  }

  mutating func takeBraces() throws(FenceLine.Problem) -> [FenceLine.Attribute] {
    let open = index
    var attributes: [FenceLine.Attribute] = []
    index += 1
    skipSpaces()
    while index < line.count, line[index] != "}" {
      attributes.append(try takeAttribute())
      skipSpaces()
    }
    guard index < line.count else {
      throw problem(open, "this brace is never closed")
    }
    index += 1
    skipSpaces()
    return attributes
  }

  private mutating func takeAttribute() throws(FenceLine.Problem) -> FenceLine.Attribute {
    let start = index
    let name = takeBare { $0 == "=" }
    guard index < line.count, line[index] == "=" else {
      return FenceLine.Attribute(kind: try bare(name, at: start), column: start + 1)
    }
    guard !name.isEmpty else { throw problem(start, "a value without a key") }
    index += 1
    let value = try takeValue(of: name, at: start)
    return FenceLine.Attribute(kind: .key(name, value: value), column: start + 1)
  }

  private func bare(
    _ text: String, at start: Int
  ) throws(FenceLine.Problem) -> FenceLine.Attribute.Kind {
    let name = String(text.dropFirst())
    switch text.first {
    case ".":
      guard !name.isEmpty else { throw problem(start, "a full stop without a role") }
      return .role(name)
    case "#":
      guard !name.isEmpty else { throw problem(start, "a # without a name") }
      return .name(name)
    case nil: throw problem(start, "an attribute is missing here")
    case .some: return .flag(text)
    }
  }

  private mutating func takeValue(
    of name: String, at start: Int
  ) throws(FenceLine.Problem) -> String {
    guard index < line.count, line[index] == "\"" else {
      let value = takeBare { _ in false }
      guard !value.isEmpty else { throw problem(start, "the key \(name) has no value") }
      return value
    }
    let open = index
    var value = ""
    index += 1
    while index < line.count, line[index] != "\"" {
      if line[index] == "\\", index + 1 < line.count, "\"\\".contains(line[index + 1]) {
        index += 1
      }
      value.append(line[index])
      index += 1
    }
    guard index < line.count else { throw problem(open, "this quote is never closed") }
    index += 1
    guard index >= line.count || line[index].isWhitespace || line[index] == "}" else {
      throw problem(index, "a blank is missing after the quoted value")
    }
    return value
  }

  private mutating func takeBare(until ends: (Character) -> Bool) -> String {
    let start = index
    while index < line.count, !line[index].isWhitespace, line[index] != "}", !ends(line[index]) {
      index += 1
    }
    return String(line[start..<index])
  }

  private mutating func skipSpaces() {
    while index < line.count, line[index].isWhitespace { index += 1 }
  }

  private func problem(_ at: Int, _ message: String) -> FenceLine.Problem {
    FenceLine.Problem(column: at + 1, message: message)
  }
}
