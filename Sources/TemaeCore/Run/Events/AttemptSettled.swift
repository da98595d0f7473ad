/// An unknown outcome was found out, or a person decided it.
public struct AttemptSettled: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// What it rests on.
  public var evidence: SettlementEvidence
  /// The person's reason.
  public var reason: Commitment?
  /// What is held true from here on.
  public var verdict: SettlementVerdict

  /// Makes it from its parts.
  public init(
    activity: String, attempt: Int, evidence: SettlementEvidence, reason: Commitment? = nil,
    verdict: SettlementVerdict
  ) {
    self.activity = activity
    self.attempt = attempt
    self.evidence = evidence
    self.reason = reason
    self.verdict = verdict
  }
}

extension AttemptSettled: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("evidence", evidence)
    writer.optional("reason", reason)
    writer.field("verdict", verdict)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    evidence = try reader.field("evidence")
    reason = try reader.optional("reason")
    verdict = try reader.field("verdict")
  }
}
