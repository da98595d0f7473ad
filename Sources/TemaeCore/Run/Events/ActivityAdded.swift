/// A person typed a command that the document does not have.
public struct ActivityAdded: Hashable, Sendable {
  /// The id that it got: `STEP/do-1`.
  public var activity: String
  /// The command.
  public var command: Commitment
  /// The person's reason.
  public var reason: Commitment

  /// Makes it from its parts.
  public init(activity: String, command: Commitment, reason: Commitment) {
    self.activity = activity
    self.command = command
    self.reason = reason
  }
}

extension ActivityAdded: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("command", command)
    writer.field("reason", reason)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    command = try reader.field("command")
    reason = try reader.field("reason")
  }
}
