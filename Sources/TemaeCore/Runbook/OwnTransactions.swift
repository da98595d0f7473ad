/// Follows the transactions that a SQL text begins and ends by itself, statement by statement.
public struct OwnTransactions: Hashable, Sendable {
  /// How many there were so far; a statement outside any is one of its own, unless it only sets
  /// something for the session; one that calls what may commit counts as several.
  public private(set) var count = 0
  /// Whether one has begun and not ended.
  public private(set) var isOpen = false

  /// Before the first statement.
  public init() {}

  /// Takes in the next statement.
  ///
  /// - Returns: Why it cannot stand there; `nil` when it can.
  public mutating func take(_ statement: SQLStatement) -> String? {
    let name = statement.words.prefix(2).joined(separator: " ")
    guard statement.controlsTransaction else {
      if !isOpen, !statement.isOfSession { count += statement.mayCommitWithin ? 2 : 1 }
      return nil
    }
    guard !statement.begins(with: "PREPARE"), !name.hasSuffix(" PREPARED") else {
      isOpen = false
      return "\(name) leaves the outcome to another transaction"
    }
    guard statement.begins(with: "BEGIN") || statement.begins(with: "START") else {
      return end(statement)
    }
    guard !isOpen else { return "\(name) stands inside a transaction" }
    isOpen = true
    count += 1
    return nil
  }

  private mutating func end(_ statement: SQLStatement) -> String? {
    guard isOpen else {
      return "\(statement.firstKeyword ?? "") ends a transaction that is not begun"
    }
    let words = statement.words
    isOpen = words.contains("CHAIN") && !words.contains("NO")
    if isOpen { count += 1 }
    return nil
  }
}
