/// Functions are short: none over 70 lines, from its brace to the one that closes it.
enum FunctionLengths {
  static let mostLines = 70

  static func tooLong(_ file: PackageFile) -> [Finding] {
    functions(in: file.swift).filter { $0.lines > mostLines }.map { function in
      Finding(
        path: file.path, line: function.line,
        message: "\(function.name) has \(function.lines) lines, more than \(mostLines)")
    }
  }

  struct Function: Hashable {
    var name: String
    var line: Int
    var lines: Int
  }

  /// Every function, initialiser and subscript that has a body.
  static func functions(in text: SwiftText) -> [Function] {
    let code = Array(text.code.utf8)
    var functions: [Function] = []
    var line = 1
    var index = 0
    while index < code.count {
      if code[index] == UInt8(ascii: "\n") { line += 1 }
      if let keyword = keyword(in: code, at: index), let body = body(in: code, after: index) {
        functions.append(
          Function(
            name: name(in: code, at: index, keyword), line: line,
            lines: code[body].count { $0 == UInt8(ascii: "\n") } + 1))
      }
      index += 1
    }
    return functions
  }

  private static let keywords = ["func", "init", "deinit", "subscript"].map { Array($0.utf8) }

  private static func keyword(in code: [UInt8], at index: Int) -> [UInt8]? {
    if index > 0, isWord(code[index - 1]) || code[index - 1] == UInt8(ascii: ".") { return nil }
    return keywords.first { word in
      let end = index + word.count
      return end < code.count && code[index..<end].elementsEqual(word) && !isWord(code[end])
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func name(in code: [UInt8], at index: Int, _ keyword: [UInt8]) -> String {
    let rest = code[(index + keyword.count)...].drop { $0 == UInt8(ascii: " ") }
    let word = String(decoding: keyword, as: UTF8.self)
    guard word == "func" else { return word }
    let ends = [UInt8(ascii: "("), UInt8(ascii: "<")]
    return String(decoding: rest.prefix { !ends.contains($0) }, as: UTF8.self)
  }

  /// From the brace that opens the body to the one that closes it; `nil` where there is none: a
  /// requirement of a protocol, a call.
  private static func body(in code: [UInt8], after start: Int) -> ClosedRange<Int>? {
    var parentheses = 0
    var index = start
    while index < code.count {
      switch code[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
      case UInt8(ascii: "{") where parentheses == 0:
        return closing(in: code, from: index).map { index...$0 }
      case UInt8(ascii: "}") where parentheses == 0: return nil
      default:
        if parentheses < 0 { return nil }
        if index > start + 8, parentheses == 0, keyword(in: code, at: index) != nil { return nil }
      }
      index += 1
    }
    return nil
  }

  private static func closing(in code: [UInt8], from open: Int) -> Int? {
    var depth = 0
    for index in open..<code.count {
      if code[index] == UInt8(ascii: "{") { depth += 1 }
      if code[index] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }
}
