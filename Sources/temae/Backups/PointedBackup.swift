import TemaeBackup
import TemaeCore
import TemaePostgres

/// The backup that `temae rollback --plan --backup` names, looked at beside its database.
struct PointedBackup {
  let directory: BackupDirectory

  init(at path: String) throws(BackupError) {
    directory = try BackupDirectory(at: path)
  }

  /// Refuses a backup of another database than those of the run.
  func check(against targets: [PinnedTarget]) throws(Failure) {
    let source = directory.manifest.source.target
    guard !targets.isEmpty, !targets.contains(where: { $0.identity.isSameDatabase(as: source) })
    else { return }
    let names = targets.map { "\($0.identity.database) on \($0.identity.host)" }
    throw Failure(
      .data,
      "\(directory.path) is a backup of \(source.database) on \(source.host), and the run works on "
        + names.joined(separator: ", "),
      next: "name the backup of the run's database")
  }

  /// What is known of it; the database is asked where the document names it and it answers.
  func known(_ runbook: Runbook) async -> KnownBackup {
    KnownBackup(
      path: directory.path, manifest: directory.manifest, verification: directory.verification(),
      written: await written(runbook))
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
          since: directory.manifest.source, connection: connection)
        switch written {
        case .bytes: return written
        case .unknown(let why): reasons.append("\(reference.key): \(why)")
        }
      } catch {
        reasons.append("\(reference.key): \(error.description)")
      }
    }
    return .unknown(
      reasons.isEmpty ? "the document names no database" : reasons.joined(separator: "; "))
  }
}
