import TemaeBackup
import TemaeCore
import TemaePostgres

/// Verifies a backup: its origin, its files, and a copy that is restored from them.
struct BackupVerifying {
  let directory: BackupDirectory
  /// The database that it must be of.
  let expected: TargetIdentity?
  /// The same, as it was typed.
  let origin: BackupOrigin?
  /// Where to restore it; a throwaway cluster when `nil`.
  let server: String?
  let jobs: Int
  let by: Operator

  /// What came of it.
  ///
  /// A backup of another database, or with a damaged file, is not restored.
  func verification(
    _ stop: StopRequest, _ progress: BackupProgress
  ) async throws -> BackupVerification {
    progress.say("verifying \(directory.path)")
    progress.beginDigesting(bytes: directory.manifest.bytes)
    let files = try directory.fileFindings { bytes throws(BackupError) in
      guard !stop.isMade else { throw .interrupted }
      progress.digested(bytes: bytes)
    }
    var verification = BackupVerification(
      manifest: directory.manifestDigest, verifiedAt: SystemClock().now(), by: by,
      findings: originFindings + files, restore: nil,
      remarks: directory.isExposed
        ? ["\(directory.path) can be entered by other accounts: chmod 700 it"] : [])
    if verification.findings.isEmpty {
      try await restore(&verification, stop, progress)
    }
    verification.verifiedAt = SystemClock().now()
    return verification
  }

  private func restore(
    _ verification: inout BackupVerification, _ stop: StopRequest, _ progress: BackupProgress
  ) async throws {
    let order = RestoreOrder(
      directory: directory.path, manifest: directory.manifest, server: server, jobs: jobs)
    let capture = try directory.capture()
    let copy = try await PostgresDatabase().restore(order, stop: stop, onProgress: progress.take)
    let comparison = BackupComparison(
      manifest: directory.manifest, catalog: capture.catalog, comparesRights: copy.hasRights)
    verification.remarks += comparison.remarks + copy.remarks
    verification.restore = copy.restore
    verification.findings =
      copy.failure.map { [$0] }
      ?? comparison.findings(copy: copy.catalog, contents: copy.contents)
  }

  private var originFindings: [BackupFinding] {
    let target = directory.manifest.source.target
    var findings: [BackupFinding] = []
    if let expected, !expected.isSameDatabase(as: target) {
      findings.append(finding(expected.database, expected.systemIdentifier))
    } else if let origin,
      origin.database != target.database
        || origin.systemIdentifier != target.systemIdentifier
    {
      findings.append(finding(origin.database, origin.systemIdentifier))
    }
    return findings
  }

  private func finding(_ database: String, _ systemIdentifier: String) -> BackupFinding {
    let target = directory.manifest.source.target
    return BackupFinding(
      .source, target.database,
      "it is a backup of database \(target.database) of the cluster \(target.systemIdentifier), and "
        + "not of \(database) of \(systemIdentifier)")
  }
}
