/// A block that never runs.
public struct UnrunBlock: Hashable, Sendable, Codable {
  /// The fence's line.
  public var line: Int
  /// Its language, as written.
  public var language: String
  /// Why it never runs.
  public var reason: String

  /// Makes an entry from its parts.
  public init(line: Int, language: String, reason: String) {
    self.line = line
    self.language = language
    self.reason = reason
  }
}
