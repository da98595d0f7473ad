/// Why a person's command is refused.
public struct Rejection: Error, Hashable, Sendable, CustomStringConvertible {
  /// What stands against it, in one sentence.
  public var reason: String
  /// What to do instead.
  public var remedy: String?

  /// Makes a rejection from its parts.
  public init(_ reason: String, remedy: String? = nil) {
    self.reason = reason
    self.remedy = remedy
  }

  /// The reason, and what to do instead.
  public var description: String {
    remedy.map { "\(reason); \($0)" } ?? reason
  }
}
