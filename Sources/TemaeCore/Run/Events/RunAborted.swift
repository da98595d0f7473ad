/// A person ended the run for good.
public struct RunAborted: Hashable, Sendable {
  /// The person's reason.
  public var reason: Commitment

  /// Makes it from its parts.
  public init(reason: Commitment) {
    self.reason = reason
  }
}

extension RunAborted: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("reason", reason)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    reason = try reader.field("reason")
  }
}
