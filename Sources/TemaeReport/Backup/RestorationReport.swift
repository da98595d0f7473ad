public import TemaeCore

/// What came of putting a database back to a backup.
public struct RestorationReport: Hashable, Sendable {
  /// The backup's directory.
  public var directory: String
  /// What the backup says of itself.
  public var manifest: BackupManifest
  /// The database.
  public var target: TargetIdentity
  /// The tables whose rows were put back; everything where there are none.
  public var tables: [String]
  /// When it began.
  public var beganAt: Instant
  /// When writers were kept out.
  public var lockedAt: Instant
  /// When writers were let in again.
  public var endedAt: Instant
  /// The directory of the copy of what was there.
  public var copy: String?
  /// Whether that copy was found equal, so that something was restored.
  public var isCopied = false
  /// What is not as it must be; then nothing was changed.
  public var findings: [BackupFinding]

  /// Makes a report from its parts.
  public init(
    directory: String, manifest: BackupManifest, target: TargetIdentity, tables: [String],
    beganAt: Instant, lockedAt: Instant, endedAt: Instant, copy: String?, findings: [BackupFinding]
  ) {
    self.directory = directory
    self.manifest = manifest
    self.target = target
    self.tables = tables
    self.beganAt = beganAt
    self.lockedAt = lockedAt
    self.endedAt = endedAt
    self.copy = copy
    self.findings = findings
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String { lines.text(style) }

  /// The report for programs, two spaces a level.
  public func json() -> String { value.pretty }

  private var lines: [StyledLine] {
    let place = "\(target.database) on \(target.host)"
    guard findings.isEmpty else {
      let what =
        isCopied
        ? "what was restored is not what the backup says"
        : "the copy of what is there is not what is there"
      let count = SizeText.counted(findings.count, "finding")
      return findings.map { StyledLine("  ✗ \($0.problem)", .bad) } + [
        StyledLine("✗ \(place) was not restored and is as it was: \(what), \(count)", .bad)
      ]
    }
    var table = TextTable(indent: 2)
    table.rows = facts.map { [StyledLine($0.0, .faint), StyledLine($0.1)] }
    let title =
      "restored \(place): \(words), as of \(TimeText.dayAndWall(manifest.takenAt)); "
      + "compared, and equal"
    return [StyledLine("✓ \(title)", .good)] + table.lines
  }

  private var words: String {
    guard !tables.isEmpty else { return manifest.words }
    let contents = manifest.contents?.restricted(to: tables)
    let rows = contents?.tables.reduce(0) { $0 + $1.rows } ?? 0
    return "\(SizeText.counted(rows, "row")) of \(tables.joined(separator: ", "))"
  }

  private var facts: [(String, String)] {
    let whole = TimeText.elapsed(endedAt.microseconds(since: beganAt))
    let locked = TimeText.elapsed(endedAt.microseconds(since: lockedAt))
    var facts = [("took", "\(whole), writers were kept out for \(locked)")]
    if let copy { facts.append(("what it had", "\(copy), verified: restoring it goes back")) }
    return facts
  }

  private var value: JSONValue {
    [
      "directory": .string(directory), "restored": .boolean(findings.isEmpty),
      "database": .string(target.database), "host": .string(target.host),
      "systemIdentifier": .string(target.systemIdentifier),
      "tables": tables.isEmpty ? .null : .list(tables) { .string($0) },
      "takenAt": .string(manifest.takenAt.description),
      "beganAt": .string(beganAt.description), "lockedAt": .string(lockedAt.description),
      "endedAt": .string(endedAt.description), "copy": JSONValue(copy),
      "copyVerified": .boolean(isCopied || findings.isEmpty),
      "findings": .list(findings) { finding in
        [
          "subject": .string(finding.subject.rawValue), "name": .string(finding.name),
          "problem": .string(finding.problem),
        ]
      },
    ]
  }
}
