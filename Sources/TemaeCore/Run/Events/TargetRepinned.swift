/// A person took another database, or what became of it after a failover, for the pinned one.
public struct TargetRepinned: Hashable, Sendable {
  /// The database's key in the runbook.
  public var database: String
  /// What differs from what was pinned before.
  public var difference: String
  /// What is pinned from now on.
  public var identity: TargetIdentity
  /// The person's reason.
  public var reason: Commitment

  /// Makes it from its parts.
  public init(database: String, difference: String, identity: TargetIdentity, reason: Commitment) {
    self.database = database
    self.difference = difference
    self.identity = identity
    self.reason = reason
  }
}

extension TargetRepinned: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("database", database)
    writer.field("difference", difference)
    writer.field("identity", identity)
    writer.field("reason", reason)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    database = try reader.field("database")
    difference = try reader.field("difference")
    identity = try reader.field("identity")
    reason = try reader.field("reason")
  }
}
