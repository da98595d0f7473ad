public import TemaeCore

/// A backup that has just been taken.
public struct BackupReport: Hashable, Sendable {
  /// Its directory.
  public var directory: String
  /// What it says of itself.
  public var manifest: BackupManifest
  /// The SHA-256 of the manifest's bytes.
  public var manifestDigest: Digest
  /// What the backup does not hold although the database has it.
  public var remarks: [String]

  /// Makes a report from its parts.
  public init(
    directory: String, manifest: BackupManifest, manifestDigest: Digest, remarks: [String]
  ) {
    self.directory = directory
    self.manifest = manifest
    self.manifestDigest = manifestDigest
    self.remarks = remarks
  }

  /// The backup in a few words.
  public var summary: BackupSummary {
    BackupSummary(manifest, digest: manifestDigest, path: directory)
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String { lines.text(style) }

  /// The report for programs, two spaces a level.
  public func json() -> String { value.pretty }

  private var lines: [StyledLine] {
    let source = manifest.source
    let duration = manifest.finishedAt.microseconds(since: manifest.takenAt)
    let facts: [(String, String)] = [
      ("directory", directory),
      ("size", "\(SizeText.words(manifest.bytes)) in \(manifest.files.count) files"),
      ("snapshot", "\(TimeText.dayAndWall(manifest.takenAt)), WAL at \(source.walPosition)"),
      ("manifest", "sha256 \(manifestDigest.hex)"),
    ]
    var table = TextTable(indent: 2)
    table.rows = facts.map { [StyledLine($0.0, .faint), StyledLine($0.1)] }
    let title =
      "backed up \(source.target.database) on \(source.target.host) in "
      + "\(TimeText.elapsed(duration)): \(manifest.words)"
    return [StyledLine("✓ \(title)", .good)] + table.lines
      + remarks.map { StyledLine("  ! \($0)", .warning) }
      + [StyledLine("  nothing has verified it: temae backup verify \(directory)", .faint)]
  }

  private var value: JSONValue {
    let source = manifest.source
    return [
      "directory": .string(directory), "manifest": .string(manifestDigest.hex),
      "kind": .string(manifest.kind.rawValue), "database": .string(source.target.database),
      "systemIdentifier": .string(source.target.systemIdentifier),
      "walPosition": .string(source.walPosition),
      "takenAt": .string(manifest.takenAt.description),
      "finishedAt": .string(manifest.finishedAt.description),
      "bytes": .integer(manifest.bytes), "files": .integer(manifest.files.count),
      "tables": JSONValue(manifest.contents?.tables.count), "rows": JSONValue(manifest.rows),
      "remarks": .list(remarks) { .string($0) },
    ]
  }
}

extension BackupManifest {
  /// How many rows its tables had; `nil` where it holds none.
  var rows: Int? { contents?.tables.reduce(0) { $0 + $1.rows } }

  /// What it holds, in words: `full, 12 tables, 70,000 rows`.
  var words: String {
    guard let contents, let rows else { return "\(kind.rawValue) only" }
    return "\(kind.rawValue), \(SizeText.counted(contents.tables.count, "table")), "
      + SizeText.counted(rows, "row")
  }
}

extension BackupSummary {
  /// What it is, in words: `full backup of shop on localhost:5432, 1.2 MiB`.
  var words: String {
    "\(kind.rawValue) backup of \(target.database) on \(target.host), \(SizeText.words(bytes))"
  }
}
