/// A person chose a remedy for a failed activity.
public struct RemedyChosen: Hashable, Sendable {
  /// The failed activity.
  public var activity: String
  /// The person's reason.
  public var reason: Commitment?
  /// The remedy's block.
  public var remedy: String

  /// Makes it from its parts.
  public init(activity: String, reason: Commitment? = nil, remedy: String) {
    self.activity = activity
    self.reason = reason
    self.remedy = remedy
  }
}

extension RemedyChosen: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.optional("reason", reason)
    writer.field("remedy", remedy)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    reason = try reader.optional("reason")
    remedy = try reader.field("remedy")
  }
}
