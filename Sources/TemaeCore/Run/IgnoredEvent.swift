/// An event of a type or version that this version does not know and that is marked ignorable.
public struct IgnoredEvent: Hashable, Sendable {
  /// The type's name.
  public var type: String
  /// The version of the type's shape.
  public var version: Int
  /// The event's own fields, as they stand in the body.
  public var bytes: [UInt8]

  /// Makes it from its parts.
  public init(type: String, version: Int, bytes: [UInt8]) {
    self.type = type
    self.version = version
    self.bytes = bytes
  }
}
