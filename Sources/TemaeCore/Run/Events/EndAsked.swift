/// A person asked for the end of a command, or of what it left behind.
public struct EndAsked: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// The person's reason.
  public var reason: Commitment

  /// Makes it from its parts.
  public init(activity: String, attempt: Int, reason: Commitment) {
    self.activity = activity
    self.attempt = attempt
    self.reason = reason
  }
}

extension EndAsked: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("reason", reason)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    reason = try reader.field("reason")
  }
}
