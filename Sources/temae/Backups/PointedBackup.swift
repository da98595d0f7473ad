import TemaeBackup
import TemaeCore
import TemaePostgres

/// The backup that a rollback plan speaks of, looked at beside its database.
struct PointedBackup {
  let backup: BackupSummary
  let proof: BackupProof?
  /// The step that took it.
  let step: String?
  /// What the server had counted when it was taken.
  let statistics: WriteStatistics?

  /// One that a person names.
  init(at path: String) throws(BackupError) {
    let directory = try BackupDirectory(at: path)
    backup = directory.summary
    proof = directory.verification().map(BackupProof.init)
    step = directory.manifest.attempt?.step
    statistics = directory.manifest.statistics
  }

  /// The newest one that a run knows of; what lies in its directory is read where that is here.
  init?(_ planned: RollbackPlan.Backup?) {
    guard let planned, let recorded = planned.recorded else { return nil }
    let directory = (try? BackupDirectory(at: recorded.backup.path)).flatMap {
      $0.manifestDigest == recorded.backup.manifest ? $0 : nil
    }
    backup = recorded.backup
    step = planned.step
    statistics = directory?.manifest.statistics
    let there = directory?.verification().map(BackupProof.init)
    proof = [recorded.proof, there].compactMap(\.self).max { $0.verifiedAt < $1.verifiedAt }
  }

  /// Refuses a backup of another database than those of the run.
  func check(against targets: [PinnedTarget]) throws(Failure) {
    let source = backup.target
    guard !targets.isEmpty, !targets.contains(where: { $0.identity.isSameDatabase(as: source) })
    else { return }
    let names = targets.map { "\($0.identity.database) on \($0.identity.host)" }
    throw Failure(
      .data,
      "\(backup.path) is a backup of \(source.database) on \(source.host), and the run works on "
        + names.joined(separator: ", "),
      next: "name the backup of the run's database")
  }

  /// What is known of it; the database is asked where the document names it and it answers.
  func known(_ runbook: Runbook) async -> KnownBackup {
    KnownBackup(backup: backup, proof: proof, step: step, written: await written(runbook))
  }

  private func written(_ runbook: Runbook) async -> KnownBackup.Written {
    var reasons: [String] = []
    for reference in runbook.settings.databases {
      guard let connection = Environment.value(reference.variable), !connection.isEmpty else {
        reasons.append("\(reference.variable) is not set")
        continue
      }
      do throws(PostgresError) {
        let written = try await PostgresDatabase().written(
          since: backup, statistics, connection: connection)
        guard case .unknown(let why) = written.walBytes else { return written }
        reasons.append("\(reference.key): \(why)")
      } catch {
        reasons.append("\(reference.key): \(error.description)")
      }
    }
    return .unknown(
      reasons.isEmpty ? "the document names no database" : reasons.joined(separator: "; "))
  }
}
