/// What a server said when it refused a statement.
public struct SQLFailure: Hashable, Sendable {
  /// The SQLSTATE, `08006` and the like; empty where the client itself failed.
  public var state: String
  /// The primary message.
  public var message: String
  /// Detail and hint, where the server gave them.
  public var detail: String?
  /// The statement that failed, shortened to 2,000 characters.
  public var statement: String?
  /// The file, or `nil` for the block itself.
  public var file: String?
  /// The line of the error in the file, or in the document.
  public var line: Int?
  /// Whether something may have taken effect all the same.
  public var mayHaveTakenEffect: Bool

  /// Makes a failure from its parts.
  public init(
    state: String, message: String, detail: String? = nil, statement: String? = nil,
    file: String? = nil, line: Int? = nil, mayHaveTakenEffect: Bool = false
  ) {
    self.state = state
    self.message = message
    self.detail = detail
    self.statement = statement
    self.file = file
    self.line = line
    self.mayHaveTakenEffect = mayHaveTakenEffect
  }
}
