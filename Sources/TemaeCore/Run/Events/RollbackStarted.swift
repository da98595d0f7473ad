/// A person decided that the run is rolled back: from here on it only goes back.
public struct RollbackStarted: Hashable, Sendable {
  /// Whether what can still be undone is undone when something else could not be.
  public var keepsGoing: Bool
  /// The person's reason.
  public var reason: Commitment?
  /// The document's own way back that is carried out, by its heading; `nil` for what is computed.
  public var scope: String?
  /// The heading's line.
  public var scopeLine: Int?
  /// The step whose end the run goes back to; `nil` for its beginning.
  public var upTo: String?

  /// Makes it from its parts.
  public init(
    keepsGoing: Bool = false, reason: Commitment? = nil, scope: String? = nil,
    scopeLine: Int? = nil, upTo: String? = nil
  ) {
    self.keepsGoing = keepsGoing
    self.reason = reason
    self.scope = scope
    self.scopeLine = scopeLine
    self.upTo = upTo
  }
}

extension RollbackStarted: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("keepsGoing", keepsGoing)
    writer.optional("reason", reason)
    writer.optional("scope", scope)
    writer.optional("scopeLine", scopeLine)
    writer.optional("upTo", upTo)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    keepsGoing = try reader.field("keepsGoing")
    reason = try reader.optional("reason")
    scope = try reader.optional("scope")
    scopeLine = try reader.optional("scopeLine")
    upTo = try reader.optional("upTo")
  }
}
