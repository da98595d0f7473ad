/// Swift source with comments or string literals blanked out, line by line as it was.
///
/// It knows line and nested block comments, string literals of every kind, and interpolations, which
/// count as part of their string. It does not know regular-expression literals.
struct SwiftText: Hashable {
  /// The source without comments and without the content of strings: what the compiler runs.
  private(set) var code: String
  /// The source without the content of strings: code and comments.
  private(set) var prose: String

  init(_ source: String) {
    var scanner = Scanner(bytes: Array(source.utf8))
    scanner.scan()
    code = String(decoding: scanner.code, as: UTF8.self)
    prose = String(decoding: scanner.prose, as: UTF8.self)
  }

  private struct Scanner {
    let bytes: [UInt8]
    var code: [UInt8] = []
    var prose: [UInt8] = []
    var index = 0

    init(bytes: [UInt8]) {
      self.bytes = bytes
    }

    mutating func scan() {
      while index < bytes.count {
        if starts(with: "//") {
          takeComment { $0.bytes[$0.index] == UInt8(ascii: "\n") }
        } else if starts(with: "/*") {
          takeBlockComment()
        } else if let hashes = hashesOfLiteral {
          takeLiteral(hashes: hashes)
        } else {
          keep()
        }
      }
    }

    func starts(with text: StaticString, at offset: Int = 0) -> Bool {
      let wanted = Array("\(text)".utf8)
      let start = index + offset
      return start + wanted.count <= bytes.count
        && bytes[start..<(start + wanted.count)].elementsEqual(wanted)
    }

    // MARK: Output

    mutating func keep() {
      code.append(bytes[index])
      prose.append(bytes[index])
      index += 1
    }

    // Blanks keep lines and columns where they were.
    mutating func drop(keepingProse: Bool = false) {
      let byte = bytes[index]
      let isEnd = byte == UInt8(ascii: "\n")
      code.append(isEnd ? byte : UInt8(ascii: " "))
      prose.append(isEnd || keepingProse ? byte : UInt8(ascii: " "))
      index += 1
    }

    // MARK: Comments

    mutating func takeComment(until isOver: (Scanner) -> Bool) {
      while index < bytes.count, !isOver(self) { drop(keepingProse: true) }
    }

    mutating func takeBlockComment() {
      var depth = 0
      repeat {
        if starts(with: "/*") { depth += 1 }
        if starts(with: "*/") { depth -= 1 }
        let isMark = starts(with: "/*") || starts(with: "*/")
        for _ in 0..<(isMark ? 2 : 1) where index < bytes.count { drop(keepingProse: true) }
      } while depth > 0 && index < bytes.count
    }

    // MARK: Literals

    /// The number of `#` before the quote that begins a literal here; `nil` when none begins.
    var hashesOfLiteral: Int? {
      let hashes = bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
      let quote = index + hashes
      return quote < bytes.count && bytes[quote] == UInt8(ascii: "\"") ? hashes : nil
    }

    mutating func takeLiteral(hashes: Int) {
      for _ in 0..<hashes { keep() }
      let isLong = starts(with: "\"\"\"")
      for _ in 0..<(isLong ? 3 : 1) { keep() }
      while index < bytes.count {
        if isEnd(isLong: isLong, hashes: hashes) {
          for _ in 0..<((isLong ? 3 : 1) + hashes) { keep() }
          return
        }
        if isEscape(hashes: hashes) {
          takeEscape(hashes: hashes)
        } else {
          drop()
        }
      }
    }

    func isEnd(isLong: Bool, hashes: Int) -> Bool {
      guard isLong ? starts(with: "\"\"\"") : starts(with: "\"") else { return false }
      let after = index + (isLong ? 3 : 1)
      return bytes[min(after, bytes.count)...].prefix(hashes).count { $0 == UInt8(ascii: "#") }
        == hashes
    }

    func isEscape(hashes: Int) -> Bool {
      bytes[index] == UInt8(ascii: "\\")
        && bytes[(index + 1)...].prefix(hashes).count { $0 == UInt8(ascii: "#") } == hashes
    }

    /// `\n`, `\"`, or `\(` with everything up to its parenthesis.
    mutating func takeEscape(hashes: Int) {
      for _ in 0...hashes { drop() }
      guard index < bytes.count, bytes[index] == UInt8(ascii: "(") else {
        if index < bytes.count { drop() }
        return
      }
      var depth = 0
      repeat {
        if bytes[index] == UInt8(ascii: "(") { depth += 1 }
        if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
        if hashesOfLiteral != nil {
          takeNestedLiteral()
        } else {
          drop()
        }
      } while depth > 0 && index < bytes.count
    }

    // A string within an interpolation: passed over whole, its quotes too.
    mutating func takeNestedLiteral() {
      let start = code.count
      takeLiteral(hashes: hashesOfLiteral ?? 0)
      for place in start..<code.count where code[place] != UInt8(ascii: "\n") {
        code[place] = UInt8(ascii: " ")
        prose[place] = UInt8(ascii: " ")
      }
    }
  }
}
