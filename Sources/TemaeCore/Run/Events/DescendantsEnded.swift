/// What a command had left behind has ended.
public struct DescendantsEnded: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int

  /// Makes it from its parts.
  public init(activity: String, attempt: Int) {
    self.activity = activity
    self.attempt = attempt
  }
}

extension DescendantsEnded: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
  }
}
