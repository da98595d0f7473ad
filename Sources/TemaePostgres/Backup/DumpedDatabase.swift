public import TemaeCore

/// What was dumped, as it stood in the snapshot.
public struct DumpedDatabase: Hashable, Sendable {
  /// The database and the instant.
  public var source: BackupSource
  /// The tables that were asked for, and their partitions.
  public var tables: [String]?
  /// The schema.
  public var catalog: Catalog
  /// What tables and sequences held; `nil` where no rows were dumped.
  public var contents: Contents?
  /// Sequences that moved on while pg_dump was at work, and where they stood then.
  public var movedSequences: [SequenceValue]
  /// What the server had counted of writes to each table; `nil` where it does not count.
  public var statistics: WriteStatistics?
  /// pg_dump's version.
  public var dumpVersion: String
  /// The tables whose rows the files of the archive hold, by the number that begins the file's name.
  public var rowsOf: [Int: String]
}
