/// An attempt ended well.
public struct AttemptSucceeded: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// What was measured.
  public var report: AttemptReport

  /// Makes it from its parts.
  public init(activity: String, attempt: Int, report: AttemptReport) {
    self.activity = activity
    self.attempt = attempt
    self.report = report
  }
}

extension AttemptSucceeded: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("report", report)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    report = try reader.field("report")
  }
}
