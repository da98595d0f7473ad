public import TemaeCore

/// What is to be dumped, and where to.
public struct DumpOrder: Hashable, Sendable {
  /// A libpq connection string or URI.
  public var connection: String
  /// What the backup is to hold.
  public var kind: BackupKind
  /// The tables, with or without their schemas; none unless it is a backup of some tables.
  public var tables: [String]
  /// The directory to write the archives to, which is there and empty.
  public var directory: String
  /// How many connections dump rows at a time.
  public var jobs: Int
  /// Whether the archive is one file, which only one connection can write.
  public var isSingleFile: Bool

  /// Makes an order from its parts.
  public init(
    connection: String, kind: BackupKind, tables: [String], directory: String, jobs: Int,
    isSingleFile: Bool
  ) {
    self.connection = connection
    self.kind = kind
    self.tables = tables
    self.directory = directory
    self.jobs = jobs
    self.isSingleFile = isSingleFile
  }
}
