/// The result of an activity was kept under a name.
public struct ValueCaptured: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The value's name.
  public var name: String
  /// The value; `nil` for a secret.
  public var value: Commitment?

  /// Makes it from its parts.
  public init(activity: String, name: String, value: Commitment? = nil) {
    self.activity = activity
    self.name = name
    self.value = value
  }
}

extension ValueCaptured: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("name", name)
    writer.optional("value", value)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    name = try reader.field("name")
    value = try reader.optional("value")
  }
}
