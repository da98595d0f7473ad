/// The result of an activity was kept under a name.
public struct ValueCaptured: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// By what a secret is known again: a digest under a key that is not in the journal.
  public var check: Digest?
  /// The value's name.
  public var name: String
  /// The value; `nil` for a secret.
  public var value: Commitment?

  /// Makes it from its parts.
  public init(
    activity: String, check: Digest? = nil, name: String, value: Commitment? = nil
  ) {
    self.activity = activity
    self.check = check
    self.name = name
    self.value = value
  }
}

extension ValueCaptured: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.optional("check", check)
    writer.field("name", name)
    writer.optional("value", value)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    check = try reader.optional("check")
    name = try reader.field("name")
    value = try reader.optional("value")
  }
}
