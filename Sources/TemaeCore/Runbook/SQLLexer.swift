/// PostgreSQL's lexical rules, as far as splitting needs them; they follow psql's own scanner.
struct SQLLexer {
  enum Kind {
    case word
    case quotedName
    case semicolon
    case backslash
    case other
  }

  struct Token {
    var kind: Kind
    var range: Range<Int>
    var line: Int
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  /// Where the current statement's text begins, comments before it included.
  private var textStart: Int?
  private var textLine = 1
  private var textEnd = 0
  private var words: [String] = []
  private var wordsAreComplete = false
  private var tokenCount = 0
  private var parentheses = 0
  /// Open `BEGIN ATOMIC` and `CASE` in the body of a function.
  private var blocks = 0
  private(set) var problem: SQLTextProblem?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether a semicolon here ends the statement.
  var isAtTopLevel: Bool { parentheses <= 0 && blocks == 0 }

  /// Whether no statement has begun since the last semicolon.
  var isBetweenStatements: Bool { tokenCount == 0 }

  /// The next token; `nil` at the end or at something unclosed.
  mutating func next() -> Token? {
    skipSpaceAndComments()
    guard problem == nil, index < bytes.count else { return nil }
    let start = index
    let startLine = line
    let kind = scan()
    guard problem == nil else { return nil }
    return Token(kind: kind, range: start..<index, line: startLine)
  }

  /// Takes a token into the current statement.
  mutating func record(_ token: Token) {
    guard token.kind != .semicolon || !isAtTopLevel else { return }
    tokenCount += 1
    textEnd = token.range.upperBound
    switch token.kind {
    case .word:
      let word = String(decoding: bytes[token.range], as: UTF8.self).uppercased()
      note(word)
      countBlocks(word)
    case .quotedName: note(String(decoding: bytes[token.range], as: UTF8.self))
    case .semicolon, .backslash, .other:
      wordsAreComplete = true
      countParentheses(bytes[token.range.lowerBound])
    }
  }

  /// The statement that was recorded; the next one begins.
  mutating func takeStatement() -> SQLStatement? {
    defer { forgetStatement() }
    guard tokenCount > 0, let start = textStart else { return nil }
    let text = String(decoding: bytes[start..<textEnd], as: UTF8.self)
    return SQLStatement(text: text, line: textLine, words: words)
  }

  /// Begins the next statement.
  mutating func forgetStatement() {
    textStart = nil
    words = []
    wordsAreComplete = false
    tokenCount = 0
    parentheses = 0
    blocks = 0
  }

  private mutating func note(_ word: String) {
    guard !wordsAreComplete, words.count < SQLStatement.wordLimit else { return }
    words.append(word)
  }

  private mutating func countParentheses(_ byte: UInt8) {
    if byte == UInt8(ascii: "(") { parentheses += 1 }
    if byte == UInt8(ascii: ")") { parentheses -= 1 }
  }

  /// As psql does: only in `CREATE [OR REPLACE] FUNCTION | PROCEDURE`, and not in parentheses.
  private mutating func countBlocks(_ word: String) {
    guard parentheses <= 0, words.first == "CREATE" else { return }
    let subject = words.count > 3 && words[1] == "OR" ? words[3] : words.count > 1 ? words[1] : ""
    guard subject == "FUNCTION" || subject == "PROCEDURE" else { return }
    switch word {
    case "BEGIN": blocks += 1
    case "CASE": if blocks > 0 { blocks += 1 }
    case "END": if blocks > 0 { blocks -= 1 }
    default: break
    }
  }
}

extension SQLLexer {
  /// White space of SQL: blank, tab, line ends, vertical tab, form feed.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F || byte >= 0x80
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    isNameStart(byte) || (0x30...0x39).contains(byte) || byte == 0x24
  }

  private func peek(_ distance: Int = 0) -> UInt8 {
    index + distance < bytes.count ? bytes[index + distance] : 0
  }

  private func isNext(_ first: Character, _ second: Character) -> Bool {
    peek() == first.asciiValue && peek(1) == second.asciiValue
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where index < bytes.count {
      if bytes[index] == 0x0A { line += 1 }
      index += 1
    }
  }

  private mutating func skipSpaceAndComments() {
    while index < bytes.count, problem == nil {
      if Self.isSpace(bytes[index]) {
        advance()
        continue
      }
      if textStart == nil, bytes[index] != UInt8(ascii: ";"), bytes[index] != UInt8(ascii: "\\") {
        (textStart, textLine) = (index, line)
      }
      if isNext("-", "-") {
        while index < bytes.count, bytes[index] != 0x0A { advance() }
      } else if isNext("/", "*") {
        skipBlockComment()
      } else {
        return
      }
    }
  }

  private mutating func skipBlockComment() {
    let start = line
    var depth = 0
    repeat {
      if isNext("/", "*") {
        depth += 1
        advance(2)
      } else if isNext("*", "/") {
        depth -= 1
        advance(2)
      } else {
        advance()
      }
    } while depth > 0 && index < bytes.count
    if depth > 0 { problem = SQLTextProblem(line: start, construct: "a comment") }
  }

  private mutating func scan() -> Kind {
    switch bytes[index] {
    case UInt8(ascii: ";"):
      advance()
      return .semicolon
    case UInt8(ascii: "\\"):
      while index < bytes.count, bytes[index] != 0x0A { advance() }
      return .backslash
    case UInt8(ascii: "'"):
      scanQuoted(by: UInt8(ascii: "'"), construct: "a quoted string")
      return .other
    case UInt8(ascii: "\""):
      scanQuoted(by: UInt8(ascii: "\""), construct: "a quoted identifier")
      return .quotedName
    case UInt8(ascii: "$"):
      scanDollar()
      return .other
    case let byte where Self.isNameStart(byte): return scanWord()
    case let byte where (0x30...0x39).contains(byte):
      while index < bytes.count, Self.isNamePart(bytes[index]) { advance() }
      return .other
    default:
      advance()
      return .other
    }
  }

  private mutating func scanWord() -> Kind {
    if (peek() | 0x20) == UInt8(ascii: "e"), peek(1) == UInt8(ascii: "'") {
      advance()
      scanEscaped()
      return .other
    }
    while index < bytes.count, Self.isNamePart(bytes[index]) { advance() }
    return .word
  }

  private mutating func scanQuoted(by quote: UInt8, construct: String) {
    let start = line
    advance()
    while index < bytes.count {
      guard peek() == quote else {
        advance()
        continue
      }
      guard peek(1) == quote else {
        advance()
        return
      }
      advance(2)
    }
    problem = SQLTextProblem(line: start, construct: construct)
  }

  /// `E'…'`: a backslash takes the next byte with it, also in the parts that a line end divides.
  private mutating func scanEscaped() {
    let start = line
    advance()
    while index < bytes.count {
      switch peek() {
      case UInt8(ascii: "\\"): advance(2)
      case UInt8(ascii: "'"):
        advance()
        if peek() == UInt8(ascii: "'") {
          advance()
        } else if !skipToContinuation() {
          return
        }
      default: advance()
      }
    }
    problem = SQLTextProblem(line: start, construct: "a quoted string")
  }

  /// SQL joins two strings with a line end between them; the second has the first one's rules.
  private mutating func skipToContinuation() -> Bool {
    var at = index
    var hasLineEnd = false
    while at < bytes.count, Self.isSpace(bytes[at]) {
      if bytes[at] == 0x0A { hasLineEnd = true }
      at += 1
    }
    guard hasLineEnd, at < bytes.count, bytes[at] == UInt8(ascii: "'") else { return false }
    advance(at + 1 - index)
    return true
  }

  private mutating func scanDollar() {
    let start = line
    var end = index + 1
    while end < bytes.count, Self.isNamePart(bytes[end]), bytes[end] != UInt8(ascii: "$") {
      end += 1
    }
    let isTag = end < bytes.count && bytes[end] == UInt8(ascii: "$")
    guard isTag, end == index + 1 || Self.isNameStart(bytes[index + 1]) else {
      advance()
      return
    }
    let tag = bytes[index...end]
    advance(tag.count)
    while index < bytes.count {
      if peek() == UInt8(ascii: "$"), bytes[index...].starts(with: tag) {
        advance(tag.count)
        return
      }
      advance()
    }
    problem = SQLTextProblem(line: start, construct: "a dollar-quoted string")
  }
}
