/// How much has been written to each table since the server began to count.
public struct WriteStatistics: Hashable, Sendable {
  /// When the counting began, as far as the server tells: of the database, and of the cluster.
  public var since: String
  /// The tables, in ascending order of their names.
  public var tables: [TableWrites]

  /// Makes it from its parts.
  public init(since: String, tables: [TableWrites]) {
    self.since = since
    self.tables = tables.sorted { $0.table.utf8.lexicographicallyPrecedes($1.table.utf8) }
  }

  /// What was written between an earlier look and this one; tables without any are left out.
  ///
  /// - Parameter earlier: what was counted then.
  /// - Returns: the rows by table, or why they cannot be told: the server counted anew in between.
  public func written(since earlier: WriteStatistics) -> KnownBackup.Measured<[TableWrites]> {
    guard since == earlier.since else { return .unknown("the server's statistics were reset") }
    let before = Dictionary(earlier.tables.map { ($0.number, $0) }) { first, _ in first }
    var written: [TableWrites] = []
    for table in tables {
      var rows = table
      if let old = before[table.number] {
        rows.inserted -= old.inserted
        rows.updated -= old.updated
        rows.deleted -= old.deleted
      }
      guard rows.inserted >= 0, rows.updated >= 0, rows.deleted >= 0 else {
        return .unknown("the server's statistics of \(table.table) were reset")
      }
      if !rows.isNothing { written.append(rows) }
    }
    return .known(written)
  }
}

extension WriteStatistics: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("since", since)
    writer.field("tables", tables)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    since = try reader.field("since")
    tables = try reader.field("tables")
  }
}
