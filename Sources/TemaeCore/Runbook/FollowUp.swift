/// Something that is due after completion.
public struct FollowUp: Hashable, Sendable, Codable {
  /// What is due.
  public var title: String
  /// Minutes after completion.
  public var afterMinutes: Int
  /// Its line.
  public var line: Int

  /// Makes a follow-up from its parts.
  public init(title: String, afterMinutes: Int, line: Int) {
    self.title = title
    self.afterMinutes = afterMinutes
    self.line = line
  }
}
