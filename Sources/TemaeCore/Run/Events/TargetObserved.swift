/// A target was looked at, and it is the one that was pinned.
public struct TargetObserved: Hashable, Sendable {
  /// The database's key in the runbook.
  public var database: String
  /// What was found.
  public var identity: TargetIdentity

  /// Makes it from its parts.
  public init(database: String, identity: TargetIdentity) {
    self.database = database
    self.identity = identity
  }
}

extension TargetObserved: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("database", database)
    writer.field("identity", identity)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    database = try reader.field("database")
    identity = try reader.field("identity")
  }
}
