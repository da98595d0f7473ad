/// Something to say about a place in a document, as a compiler says it.
public struct Diagnostic: Hashable, Sendable, Codable {
  /// How grave it is.
  public enum Severity: String, Hashable, Sendable, Codable {
    /// The document cannot be run.
    case error
    /// It can be run, but probably not as its author meant.
    case warning
    /// How something was read.
    case note
  }

  /// How grave it is.
  public var severity: Severity
  /// The line, from 1.
  public var line: Int
  /// The column in characters, from 1.
  public var column: Int
  /// What is wrong, in one sentence.
  public var message: String
  /// What to do about it, where there is something.
  public var remedy: String?

  /// Makes a diagnostic from its parts.
  public init(
    _ severity: Severity, line: Int, column: Int = 1, _ message: String, remedy: String? = nil
  ) {
    self.severity = severity
    self.line = line
    self.column = column
    self.message = message
    self.remedy = remedy
  }
}
