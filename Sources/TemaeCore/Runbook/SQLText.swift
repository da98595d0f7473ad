/// Splits SQL text into statements and psql's backslash commands, by PostgreSQL's lexical rules.
///
/// Quotes (`'…'`, `E'…'`, `"…"`, `$tag$…$tag$`), both kinds of comments (block comments nest),
/// parentheses and `BEGIN ATOMIC` bodies are respected. Nothing is parsed beyond that.
public enum SQLText {
  /// The statements of a text in their order; comments alone are none.
  ///
  /// - Throws: ``SQLTextProblem`` for a quote or a comment that is never closed.
  public static func statements(of text: String) throws(SQLTextProblem) -> [SQLStatement] {
    var lexer = SQLLexer(Array(text.utf8))
    var statements: [SQLStatement] = []
    while let token = lexer.next() {
      lexer.record(token)
      if token.kind == .semicolon, lexer.isAtTopLevel, let statement = lexer.takeStatement() {
        statements.append(statement)
      }
    }
    if let problem = lexer.problem { throw problem }
    if let statement = lexer.takeStatement() { statements.append(statement) }
    return statements
  }

  /// The text divided at its backslash commands; an unclosed quote swallows what follows it, as it
  /// would in psql.
  public static func pieces(of text: String) -> [SQLPiece] {
    let bytes = Array(text.utf8)
    var lexer = SQLLexer(bytes)
    var pieces: [SQLPiece] = []
    var start = 0
    var startLine = 1
    while let token = lexer.next() {
      guard token.kind == .backslash else {
        lexer.record(token)
        if token.kind == .semicolon, lexer.isAtTopLevel { lexer.forgetStatement() }
        continue
      }
      appendSQL(bytes[start..<token.range.lowerBound], line: startLine, to: &pieces)
      pieces.append(command(bytes, token, isBetweenStatements: lexer.isBetweenStatements))
      start = token.range.upperBound
      startLine = token.line
    }
    appendSQL(bytes[start...], line: startLine, to: &pieces)
    return pieces
  }

  private static func appendSQL(
    _ bytes: ArraySlice<UInt8>, line: Int, to pieces: inout [SQLPiece]
  ) {
    guard bytes.contains(where: { !SQLLexer.isSpace($0) }) else { return }
    pieces.append(.sql(String(decoding: bytes, as: UTF8.self), line: line))
  }

  private static func command(
    _ bytes: [UInt8], _ token: SQLLexer.Token, isBetweenStatements: Bool
  ) -> SQLPiece {
    let text = String(decoding: trimmed(bytes[token.range]), as: UTF8.self)
    let unknown = SQLPiece.unknownCommand(text, line: token.line)
    guard isBetweenStatements, isFirstOnLine(bytes, token.range.lowerBound) else { return unknown }
    guard text.hasPrefix("\\i ") || text.hasPrefix("\\i\t") else { return unknown }
    guard let path = includedPath(Array(text.utf8.dropFirst(3))) else { return unknown }
    return .include(path, line: token.line)
  }

  /// A path in single quotes (doubled inside) or bare; `nil` when something follows it.
  private static func includedPath(_ written: [UInt8]) -> String? {
    let bytes = Array(trimmed(written[...]))
    guard bytes.first == UInt8(ascii: "'") else {
      guard !bytes.isEmpty, !bytes.contains(where: SQLLexer.isSpace) else { return nil }
      guard !bytes.contains(where: { "'\"`\\;:".utf8.contains($0) }) else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
    guard bytes.count > 2, bytes.last == UInt8(ascii: "'") else { return nil }
    let inner = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    guard !inner.contains("'"), !inner.contains("\\") else { return nil }
    return inner
  }

  private static func isFirstOnLine(_ bytes: [UInt8], _ index: Int) -> Bool {
    var at = index - 1
    while at >= 0, bytes[at] != UInt8(ascii: "\n") {
      guard SQLLexer.isSpace(bytes[at]) else { return false }
      at -= 1
    }
    return true
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes.drop(while: SQLLexer.isSpace)
    while let last = rest.last, SQLLexer.isSpace(last) { rest.removeLast() }
    return rest
  }
}
