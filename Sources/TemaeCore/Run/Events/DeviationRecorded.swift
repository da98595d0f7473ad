/// A person overruled what the document asks for.
public struct DeviationRecorded: Hashable, Sendable {
  /// What was overruled.
  public var kind: DeviationKind
  /// The person's reason.
  public var reason: Commitment
  /// The step or activity.
  public var subject: String

  /// Makes it from its parts.
  public init(kind: DeviationKind, reason: Commitment, subject: String) {
    self.kind = kind
    self.reason = reason
    self.subject = subject
  }
}

extension DeviationRecorded: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("kind", kind)
    writer.field("reason", reason)
    writer.field("subject", subject)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    kind = try reader.field("kind")
    reason = try reader.field("reason")
    subject = try reader.field("subject")
  }
}
