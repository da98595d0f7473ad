/// Nobody saw the end of an attempt: its outcome is unknown.
public struct AttemptLost: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// What was found instead, in words of our own.
  public var evidence: String
  /// Whether its success was recorded, before its database was pinned anew.
  public var wasDone: Bool

  /// Makes it from its parts.
  public init(activity: String, attempt: Int, evidence: String, wasDone: Bool = false) {
    self.activity = activity
    self.attempt = attempt
    self.evidence = evidence
    self.wasDone = wasDone
  }
}

extension AttemptLost: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("evidence", evidence)
    writer.optional("wasDone", wasDone ? true : nil)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    evidence = try reader.field("evidence")
    wasDone = try reader.optional("wasDone") ?? false
  }
}
