/// One statement of a SQL text, without the semicolon that ended it.
public struct SQLStatement: Hashable, Sendable {
  /// The statement with the comments that stand before and in it, from its first character that is
  /// not white space; verbatim.
  public var text: String
  /// The line of the text on which the statement begins, from 1.
  public var line: Int
  /// Its first words: upper case, quoted identifiers as written, up to the first other token.
  ///
  /// `create index concurrently "a b" on t (c)` has `CREATE`, `INDEX`, `CONCURRENTLY`, `"a b"`, `ON`,
  /// `T`. There are at most ``wordLimit``.
  public var words: [String]

  /// The largest number of words that a statement remembers.
  public static let wordLimit = 12

  /// Makes a statement from its parts.
  public init(text: String, line: Int, words: [String]) {
    self.text = text
    self.line = line
    self.words = words
  }

  /// The first word in upper case: `SELECT`, `CREATE` …; `nil` for a statement that begins otherwise.
  public var firstKeyword: String? { words.first }

  /// Whether it begins with these upper-case words.
  public func begins(with keywords: String...) -> Bool { words.starts(with: keywords) }

  /// Whether it begins or ends a transaction; savepoints do neither.
  public var controlsTransaction: Bool {
    switch firstKeyword {
    case "BEGIN", "COMMIT", "ABORT", "END": true
    case "ROLLBACK": !words.prefix(3).contains("TO")
    case "START", "PREPARE": words.dropFirst().first == "TRANSACTION"
    default: false
    }
  }

  /// Whether it leaves nothing but a setting of the session.
  public var isOfSession: Bool { ["SET", "RESET", "SHOW"].contains(firstKeyword) }

  /// Whether what it calls may commit, once or often, where no transaction is open.
  var mayCommitWithin: Bool { ["CALL", "DO"].contains(firstKeyword) }

  private var createsIndexConcurrently: Bool {
    begins(with: "CREATE", "INDEX", "CONCURRENTLY")
      || begins(with: "CREATE", "UNIQUE", "INDEX", "CONCURRENTLY")
  }

  /// Whether it builds an index `CONCURRENTLY` without saying the index's name.
  public var isUnnamedConcurrentIndex: Bool {
    guard createsIndexConcurrently, let at = words.firstIndex(of: "CONCURRENTLY") else {
      return false
    }
    return words.count <= at + 1 || words[at + 1] == "ON"
  }
}
