/// A probe said whether its change has taken effect.
public struct ProbeAnswered: Hashable, Sendable {
  /// The probe.
  public var activity: String
  /// What it said.
  public var answer: ProbeAnswer
  /// The attempt's number, from 1.
  public var attempt: Int
  /// What was measured.
  public var report: AttemptReport

  /// Makes it from its parts.
  public init(activity: String, answer: ProbeAnswer, attempt: Int, report: AttemptReport) {
    self.activity = activity
    self.answer = answer
    self.attempt = attempt
    self.report = report
  }
}

extension ProbeAnswered: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("answer", answer)
    writer.field("attempt", attempt)
    writer.field("report", report)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    answer = try reader.field("answer")
    attempt = try reader.field("attempt")
    report = try reader.field("report")
  }
}
