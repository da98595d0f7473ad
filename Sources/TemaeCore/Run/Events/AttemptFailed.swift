/// An attempt ended badly; it may have taken effect all the same.
public struct AttemptFailed: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// What went wrong.
  public var failure: AttemptFailure
  /// What was measured.
  public var report: AttemptReport

  /// Makes it from its parts.
  public init(activity: String, attempt: Int, failure: AttemptFailure, report: AttemptReport) {
    self.activity = activity
    self.attempt = attempt
    self.failure = failure
    self.report = report
  }
}

extension AttemptFailed: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("failure", failure)
    writer.field("report", report)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    failure = try reader.field("failure")
    report = try reader.field("report")
  }
}
