/// A person decided that an activity is not done.
public struct ActivitySkipped: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The person's reason.
  public var reason: Commitment

  /// Makes it from its parts.
  public init(activity: String, reason: Commitment) {
    self.activity = activity
    self.reason = reason
  }
}

extension ActivitySkipped: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("reason", reason)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    reason = try reader.field("reason")
  }
}
