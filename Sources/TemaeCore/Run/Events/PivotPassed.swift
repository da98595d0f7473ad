/// A person passed the point of no return: from here the run only goes forward.
public struct PivotPassed: Hashable, Sendable {
  /// The question that was answered: a step's id and `@pivot`.
  public var activity: String
  /// By when a rollback would have had to begin to end within the planned time, as the plan had it at
  /// that moment; `nil` where nothing tells.
  public var latest: Instant?
  /// What the person added.
  public var note: Commitment?

  /// Makes it from its parts.
  public init(activity: String, latest: Instant? = nil, note: Commitment? = nil) {
    self.activity = activity
    self.latest = latest
    self.note = note
  }
}

extension PivotPassed: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.optional("latest", latest)
    writer.optional("note", note)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    latest = try reader.optional("latest")
    note = try reader.optional("note")
  }
}
