public import TemaeCore

/// A secret with the value that a person or the environment gave.
public struct SuppliedSecret: Sendable {
  /// What it is for.
  public var secret: NeededSecret
  /// The value, which never leaves the process but in the environment of commands.
  public var value: String

  /// Makes it from its parts.
  public init(secret: NeededSecret, value: String) {
    self.secret = secret
    self.value = value
  }
}
