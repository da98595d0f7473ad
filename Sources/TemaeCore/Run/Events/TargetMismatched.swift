/// A database is not as it was pinned; nothing was sent.
public struct TargetMismatched: Hashable, Sendable {
  /// The database's key in the runbook.
  public var database: String
  /// What differs.
  public var difference: String

  /// Makes it from its parts.
  public init(database: String, difference: String) {
    self.database = database
    self.difference = difference
  }
}

extension TargetMismatched: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("database", database)
    writer.field("difference", difference)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    database = try reader.field("database")
    difference = try reader.field("difference")
  }
}
