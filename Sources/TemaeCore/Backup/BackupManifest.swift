/// What a backup is: the file `manifest.json`, which is written last.
///
/// It says which files there are, byte for byte, which database they were dumped from at which
/// instant, and what its tables held then, so that a restored copy can be compared with it.
public struct BackupManifest: Hashable, Sendable {
  /// The number of the form in which manifests are written.
  public static let format = 1
  /// The name of the file.
  public static let fileName = "manifest.json"
  /// The name of the file with the schema, and the contents, as `temae schema compare` takes it.
  public static let captureName = "capture.json"
  /// The name of the archive of definitions, where it is one of its own.
  public static let schemaName = "schema.dump"

  /// The attempt of a run that took the backup.
  public struct Attempt: Hashable, Sendable {
    /// The run's name.
    public var run: String
    /// The step.
    public var step: String
    /// The attempt's number.
    public var attempt: Int

    /// Makes an attempt from its parts.
    public init(run: String, step: String, attempt: Int) {
      self.run = run
      self.step = step
      self.attempt = attempt
    }
  }

  /// What it holds.
  public var kind: BackupKind
  /// The tables that were asked for, and their partitions; `nil` where it is not of some tables.
  public var tables: [String]?
  /// The database, and the instant of it.
  public var source: BackupSource
  /// When the snapshot was taken.
  public var takenAt: Instant
  /// When all files were complete and synchronized.
  public var finishedAt: Instant
  /// Who took it, as far as the operating system tells.
  public var by: Operator
  /// The attempt of a run that took it.
  public var attempt: Attempt?
  /// pg_dump's version: `15.18`.
  public var dumpVersion: String
  /// How many connections dumped rows at a time.
  public var jobs: Int
  /// Every file of the backup but this one, in ascending order of their paths.
  public var files: [BackupFile]
  /// What the tables and sequences held in the snapshot; `nil` where there are no rows.
  public var contents: Contents?
  /// Where sequences stood after the dump that stood elsewhere before it: they know no snapshot.
  public var movedSequences: [SequenceValue]
  /// What the server had counted of writes to each table; `nil` where an older version took it.
  public var statistics: WriteStatistics?

  /// Makes a manifest from its parts.
  public init(
    kind: BackupKind, tables: [String]?, source: BackupSource, takenAt: Instant,
    finishedAt: Instant, by: Operator, attempt: Attempt?, dumpVersion: String, jobs: Int,
    files: [BackupFile], contents: Contents?, movedSequences: [SequenceValue],
    statistics: WriteStatistics? = nil
  ) {
    self.kind = kind
    self.tables = tables
    self.source = source
    self.takenAt = takenAt
    self.finishedAt = finishedAt
    self.by = by
    self.attempt = attempt
    self.dumpVersion = dumpVersion
    self.jobs = jobs
    self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    self.contents = contents
    self.movedSequences = movedSequences
    self.statistics = statistics
  }

  /// The name of the archive with the rows, or with all that there is: a file or a directory.
  public static func archiveName(_ kind: BackupKind, isSingleFile: Bool) -> String {
    switch kind {
    case .schema: schemaName
    case .full, .data, .tables: isSingleFile ? "\(kind.rawValue).dump" : kind.rawValue
    }
  }

  /// The archive of this backup; see ``archiveName(_:isSingleFile:)``.
  public var archive: String {
    let single = Self.archiveName(kind, isSingleFile: true)
    let isSingleFile = files.contains { $0.path == single }
    return Self.archiveName(kind, isSingleFile: isSingleFile)
  }

  /// The size of all files in bytes.
  public var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
}
