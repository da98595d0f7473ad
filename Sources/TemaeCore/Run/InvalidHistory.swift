/// A journal says something that cannot have happened.
public struct InvalidHistory: Error, Hashable, Sendable, CustomStringConvertible {
  /// The journal sequence of the entry.
  public var sequence: Int
  /// What is wrong with it.
  public var reason: String

  /// Makes the error from its parts.
  public init(sequence: Int, reason: String) {
    self.sequence = sequence
    self.reason = reason
  }

  /// Names the event and what is wrong with it.
  public var description: String { "event \(sequence) cannot have happened: \(reason)" }
}
