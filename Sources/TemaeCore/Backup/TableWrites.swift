/// How many rows of a table were written, as the server's statistics count them.
public struct TableWrites: Hashable, Sendable {
  /// The table, with its schema, as SQL writes it.
  public var table: String
  /// Its number in the database: a table that was dropped and made anew has another.
  public var number: String
  /// Rows that were inserted, updated, and deleted; `TRUNCATE` is not counted.
  public var inserted: Int, updated: Int, deleted: Int

  /// Makes it from its parts.
  public init(table: String, number: String, inserted: Int, updated: Int, deleted: Int) {
    self.table = table
    self.number = number
    self.inserted = inserted
    self.updated = updated
    self.deleted = deleted
  }

  /// Whether nothing was written.
  public var isNothing: Bool { inserted == 0 && updated == 0 && deleted == 0 }
}

extension TableWrites: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("deleted", deleted)
    writer.field("inserted", inserted)
    writer.field("number", number)
    writer.field("table", table)
    writer.field("updated", updated)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    deleted = try reader.field("deleted")
    inserted = try reader.field("inserted")
    number = try reader.field("number")
    table = try reader.field("table")
    updated = try reader.field("updated")
  }
}
