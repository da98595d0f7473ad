/// A watch ended, or was ended.
public struct WatchEnded: Hashable, Sendable {
  /// The watch.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// Why.
  public var reason: WatchEnd
  /// What was measured.
  public var report: AttemptReport

  /// Makes it from its parts.
  public init(activity: String, attempt: Int, reason: WatchEnd, report: AttemptReport) {
    self.activity = activity
    self.attempt = attempt
    self.reason = reason
    self.report = report
  }
}

extension WatchEnded: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("reason", reason)
    writer.field("report", report)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    reason = try reader.field("reason")
    report = try reader.field("report")
  }
}
