/// One variable of a command's environment.
public struct EnvironmentVariable: Hashable, Sendable {
  /// The name.
  public var name: String
  /// The value.
  public var value: String

  /// Makes a variable from its parts.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
