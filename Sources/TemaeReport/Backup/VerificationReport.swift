public import TemaeCore

/// What came of verifying a backup.
public struct VerificationReport: Hashable, Sendable {
  /// The backup's directory.
  public var directory: String
  /// What the backup says of itself.
  public var manifest: BackupManifest
  /// What came of it.
  public var verification: BackupVerification

  /// Makes a report from its parts.
  public init(directory: String, manifest: BackupManifest, verification: BackupVerification) {
    self.directory = directory
    self.manifest = manifest
    self.verification = verification
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String { lines.text(style) }

  /// The report for programs, two spaces a level.
  public func json() -> String { value.pretty }

  private var lines: [StyledLine] {
    let findings = verification.findings.map { StyledLine("  ✗ \($0.problem)", .bad) }
    let remarks = verification.remarks.map { StyledLine("  ! \($0)", .warning) }
    return [StyledLine("backup \(directory)", .strong)] + findings + remarks + [verdict]
  }

  private var verdict: StyledLine {
    let source = manifest.source.target
    let subject =
      "\(manifest.words) of \(source.database) on \(source.host), as of "
      + TimeText.dayAndWall(manifest.takenAt)
    guard verification.isVerified, let restore = verification.restore else {
      let count = verification.findings.count
      return StyledLine(
        "✗ not verified, \(SizeText.counted(count, "finding")): \(subject)", .bad)
    }
    let compared =
      manifest.kind.hasRows
      ? "schema and \(SizeText.counted(restore.comparedCount, "table")) and sequences are equal"
      : "the schema is equal"
    return StyledLine(
      "✓ verified: \(subject); restored in \(restore.seconds) s, \(compared)", .good)
  }

  private var value: JSONValue {
    [
      "directory": .string(directory), "verified": .boolean(verification.isVerified),
      "manifest": .string(verification.manifest.hex),
      "kind": .string(manifest.kind.rawValue),
      "database": .string(manifest.source.target.database),
      "takenAt": .string(manifest.takenAt.description),
      "verifiedAt": .string(verification.verifiedAt.description),
      "by": .string(verification.by.name),
      "restore": verification.restore.map { restore in
        [
          "seconds": .integer(restore.seconds), "jobs": .integer(restore.jobs),
          "serverVersion": .string(restore.serverVersion),
          "throwaway": .boolean(restore.isThrowaway), "compared": .integer(restore.comparedCount),
        ]
      } ?? .null,
      "findings": .list(verification.findings) { finding in
        [
          "subject": .string(finding.subject.rawValue), "name": .string(finding.name),
          "problem": .string(finding.problem),
        ]
      },
      "remarks": .list(verification.remarks) { .string($0) },
    ]
  }
}
