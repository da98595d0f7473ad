/// What a table holds: how many rows, and a digest over all of them.
public struct TableContent: Hashable, Sendable {
  /// The table's name, quoted where it must be.
  public var table: String
  /// The number of rows.
  public var rows: Int
  /// 32 hexadecimal digits that do not depend on the order of the rows or of the columns.
  public var digest: String

  /// Makes a table's content from its parts.
  public init(table: String, rows: Int, digest: String) {
    self.table = table
    self.rows = rows
    self.digest = digest
  }
}

extension TableContent: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("digest", digest)
    writer.field("rows", rows)
    writer.field("table", table)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    digest = try reader.field("digest")
    rows = try reader.field("rows")
    table = try reader.field("table")
  }
}
