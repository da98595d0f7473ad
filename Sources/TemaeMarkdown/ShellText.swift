/// A shell script without what is not code: enough to see what its commands are, no parser.
struct ShellText {
  /// The lines that hold code: comments and heredoc bodies taken out, quoted text left empty.
  private(set) var code: [String] = []
  /// The same with quoted text and heredoc bodies as written.
  private(set) var full: [String] = []

  private var quote: Character?
  private var heredocs: [(end: String, isIndented: Bool)] = []

  init(_ script: String) {
    for line in script.split(separator: "\n", omittingEmptySubsequences: false) { take(line) }
  }

  /// Each simple command's words: split at `;`, `|`, `&`, parentheses and shell keywords; assignments,
  /// `sudo`, `exec`, `time` and the like are taken off.
  var commands: [[String]] { code.flatMap(Self.commands) }

  private mutating func take(_ line: Substring) {
    if let heredoc = heredocs.first {
      full.append(String(line))
      let text = heredoc.isIndented ? line.drop { $0 == "\t" } : line
      if text == heredoc.end { heredocs.removeFirst() }
      return
    }
    let (codeLine, fullLine) = scan(Array(line))
    if !codeLine.allSatisfy(\.isWhitespace) { code.append(codeLine) }
    if !fullLine.allSatisfy(\.isWhitespace) { full.append(fullLine) }
  }

  private mutating func scan(_ line: [Character]) -> (code: String, full: String) {
    var code = ""
    var full = ""
    var index = 0
    while index < line.count {
      let character = line[index]
      if let open = quote {
        full.append(character)
        if open == "\"", character == "\\", index + 1 < line.count {
          index += 1
          full.append(line[index])
        } else if character == open {
          quote = nil
          code.append(character)
        }
        index += 1
        continue
      }
      if character == "#", index == 0 || " \t;&|(".contains(line[index - 1]) { break }
      if character == "'" || character == "\"" { quote = character }
      if character == "<", let length = heredoc(line, index) {
        code += String(line[index..<(index + length)])
        full += String(line[index..<(index + length)])
        index += length
        continue
      }
      code.append(character)
      full.append(character)
      if character == "\\", index + 1 < line.count {
        index += 1
        code.append(line[index])
        full.append(line[index])
      }
      index += 1
    }
    return (code, full)
  }

  /// The length of `<<EOF`, `<<-'EOF'` at this place; its body is noted.
  private mutating func heredoc(_ line: [Character], _ start: Int) -> Int? {
    guard line.count > start + 2, line[start + 1] == "<", line[start + 2] != "<" else { return nil }
    guard start == 0 || line[start - 1] != "<" else { return nil }
    var index = start + 2
    let isIndented = line[index] == "-"
    if isIndented { index += 1 }
    while index < line.count, line[index] == " " { index += 1 }
    var end = ""
    while index < line.count, !" \t;|&<>()".contains(line[index]) {
      if !"'\"\\".contains(line[index]) { end.append(line[index]) }
      index += 1
    }
    guard let first = end.first, first.isLetter || first == "_" else { return nil }
    heredocs.append((end, isIndented))
    return index - start
  }

  private static let keywords: Set<String> = [
    "if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "sudo", "exec",
    "command",
    "nohup", "env", "builtin",
  ]

  private static func commands(_ line: String) -> [[String]] {
    line.split { ";|&()`".contains($0) }.compactMap { part in
      var words = part.split(whereSeparator: \.isWhitespace).map(String.init)
      while let first = words.first, keywords.contains(first) || isAssignment(first) {
        // `while read` and `if read` have their input from somewhere.
        if ["while", "until"].contains(first), words.dropFirst().first == "read" { return nil }
        words.removeFirst()
      }
      return words.isEmpty ? nil : words
    }
  }

  private static func isAssignment(_ word: String) -> Bool {
    guard let equals = word.firstIndex(of: "="), equals > word.startIndex else { return false }
    return word[..<equals].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
