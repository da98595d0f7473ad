/// The indexes that a statement is about were looked at: before its first attempt, or after one.
public struct IndexesObserved: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt that comes next, or the one whose traces were looked for.
  public var attempt: Int
  /// What was there.
  public var indexes: [IndexSighting]

  /// Makes it from its parts.
  public init(activity: String, attempt: Int, indexes: [IndexSighting]) {
    self.activity = activity
    self.attempt = attempt
    self.indexes = indexes
  }
}

extension IndexesObserved: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("indexes", indexes)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    indexes = try reader.field("indexes")
  }
}
