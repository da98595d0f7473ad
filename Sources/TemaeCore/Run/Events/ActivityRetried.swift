/// A person asked for a failed activity to be tried again.
public struct ActivityRetried: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The person's reason.
  public var reason: Commitment?

  /// Makes it from its parts.
  public init(activity: String, reason: Commitment? = nil) {
    self.activity = activity
    self.reason = reason
  }
}

extension ActivityRetried: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.optional("reason", reason)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    reason = try reader.optional("reason")
  }
}
