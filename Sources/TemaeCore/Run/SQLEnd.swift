/// How the attempt of a SQL activity ended.
public struct SQLEnd: Hashable, Sendable {
  /// What happened, as far as the client knows.
  public enum Status: Hashable, Sendable {
    /// Everything was done (and committed, or rolled back as ordered).
    case succeeded
    /// The server refused; nothing took effect (or, outside a transaction, perhaps something).
    case failed(SQLFailure)
    /// The connection reached another target than the pinned one; nothing was sent.
    case mismatched(String)
    /// The driver does not hold the database any more; nothing was sent.
    case unheld(String)
    /// The connection was lost with statements in flight: the outcome is unknown.
    case lost(String)
  }

  /// One statement that was done.
  public struct Statement: Hashable, Sendable {
    /// The file, or `nil` for the block itself.
    public var file: String?
    /// The line in the file, or in the document.
    public var line: Int
    /// The command tag: `CREATE TABLE`, `UPDATE 3`.
    public var tag: String
    /// The rows that it touched or returned, where the tag says so.
    public var rows: Int?
    /// How long it took.
    public var durationMicroseconds: Int

    /// Makes a statement from its parts.
    public init(file: String?, line: Int, tag: String, rows: Int?, durationMicroseconds: Int) {
      self.file = file
      self.line = line
      self.tag = tag
      self.rows = rows
      self.durationMicroseconds = durationMicroseconds
    }
  }

  /// What happened, as far as the client knows.
  public var status: Status
  /// The target that the connection reached, where it got so far.
  public var target: TargetIdentity?
  /// The statements that were done.
  public var statements: [Statement]
  /// The result of the last statement that returned rows.
  public var result: ResultTable?
  /// What was read of the catalog, where that was asked.
  public var catalog: CatalogReading?
  /// From the first statement to the end.
  public var durationMicroseconds: Int

  /// Makes an end from its parts.
  public init(
    status: Status, target: TargetIdentity? = nil, statements: [Statement] = [],
    result: ResultTable? = nil, catalog: CatalogReading? = nil, durationMicroseconds: Int
  ) {
    self.status = status
    self.target = target
    self.statements = statements
    self.result = result
    self.catalog = catalog
    self.durationMicroseconds = durationMicroseconds
  }
}
