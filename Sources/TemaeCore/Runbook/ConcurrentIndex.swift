/// A statement that builds, rebuilds or drops an index while writers go on.
///
/// It cannot run in a transaction, so no marker tells how it ended. The catalog does: a build that was
/// interrupted leaves an index that is marked invalid.
public struct ConcurrentIndex: Hashable, Sendable {
  /// What becomes of the index.
  public enum Kind: Hashable, Sendable {
    /// `CREATE [UNIQUE] INDEX CONCURRENTLY`
    case create
    /// `DROP INDEX CONCURRENTLY`
    case drop
    /// `REINDEX INDEX CONCURRENTLY`
    case reindexIndex
    /// `REINDEX TABLE CONCURRENTLY`
    case reindexTable
  }

  /// What becomes of the index.
  public var kind: Kind
  /// The index's name as written, for `reindexTable` the table's; it may have quotes and a schema.
  public var name: String
  /// The table as written, where an index is created.
  public var table: String?
  /// Whether it says `IF EXISTS` or `IF NOT EXISTS`.
  public var isConditional = false
  /// Whether it creates a unique index.
  public var isUnique = false
  /// What stands after the table's name, where an index is created: `USING btree (n) WHERE …`.
  public var definition = ""

  /// Reads a text of one statement; `nil` when it is not such a statement, or names no index.
  ///
  /// `REINDEX SCHEMA` and `REINDEX DATABASE` are none: what they rebuild is not known beforehand.
  public init?(_ text: String) {
    var grammar = IndexGrammar(text)
    if grammar.take("CREATE") {
      isUnique = grammar.take("UNIQUE")
      guard grammar.take("INDEX", "CONCURRENTLY") else { return nil }
      isConditional = grammar.take("IF", "NOT", "EXISTS")
      guard !grammar.isNext("ON"), let index = grammar.name(), grammar.take("ON") else {
        return nil
      }
      _ = grammar.take("ONLY")
      guard let table = grammar.name() else { return nil }
      (kind, name, self.table) = (.create, index, table)
      definition = grammar.rest
    } else if grammar.take("DROP", "INDEX", "CONCURRENTLY") {
      isConditional = grammar.take("IF", "EXISTS")
      guard let index = grammar.name() else { return nil }
      _ = grammar.take("CASCADE") || grammar.take("RESTRICT")
      guard grammar.isAtEnd else { return nil }
      (kind, name) = (.drop, index)
    } else {
      guard grammar.take("REINDEX") else { return nil }
      let isOption = grammar.takeConcurrentlyOption()
      let isTable = grammar.take("TABLE")
      guard isTable || grammar.take("INDEX") else { return nil }
      guard grammar.take("CONCURRENTLY") || isOption else { return nil }
      guard let name = grammar.name(), grammar.isAtEnd else { return nil }
      (kind, self.name) = (isTable ? .reindexTable : .reindexIndex, name)
    }
  }
}

/// Reads the tokens of one statement from left to right.
private struct IndexGrammar {
  private let bytes: [UInt8]
  private var tokens: [SQLLexer.Token] = []
  private var place = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    var lexer = SQLLexer(bytes)
    while let token = lexer.next() { tokens.append(token) }
    while tokens.last?.kind == .semicolon { tokens.removeLast() }
  }

  var isAtEnd: Bool { place == tokens.count }

  /// What is left of the text.
  var rest: String {
    guard let first = tokens[place...].first, let last = tokens.last else { return "" }
    return String(
      decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
  }

  func isNext(_ word: String) -> Bool {
    place < tokens.count && tokens[place].kind == .word && text(place).uppercased() == word
  }

  /// Takes these words, or none of them.
  mutating func take(_ words: String...) -> Bool {
    let start = place
    for word in words {
      guard isNext(word) else {
        place = start
        return false
      }
      place += 1
    }
    return true
  }

  /// `x`, `"X y"`, `schema.x`.
  mutating func name() -> String? {
    guard let first = part() else { return nil }
    var name = first
    while isSign("."), let next = part(after: 1) {
      name += "." + next
    }
    return name
  }

  /// `(CONCURRENTLY)`, also beside other options; `(CONCURRENTLY FALSE)` is none.
  mutating func takeConcurrentlyOption() -> Bool {
    guard isSign("(") else { return false }
    var words: [String] = []
    while place < tokens.count, !isSign(")") {
      words.append(text(place).uppercased())
      place += 1
    }
    if place < tokens.count { place += 1 }
    guard let at = words.firstIndex(of: "CONCURRENTLY") else { return false }
    let value = words.dropFirst(at + 1).first ?? ","
    return [",", "TRUE", "ON", "1"].contains(value)
  }

  private mutating func part(after count: Int = 0) -> String? {
    let at = place + count
    guard at < tokens.count, [.word, .quotedName].contains(tokens[at].kind) else { return nil }
    place = at + 1
    return text(at)
  }

  private func isSign(_ sign: String) -> Bool {
    place < tokens.count && tokens[place].kind == .other && text(place) == sign
  }

  private func text(_ place: Int) -> String {
    String(decoding: bytes[tokens[place].range], as: UTF8.self)
  }
}
