import TemaeBackup
import TemaeCore
import TemaePostgres
import TemaeShell

/// What the copies of a rehearsal are made from.
enum RehearsalSource {
  /// A verified backup, restored in a throwaway cluster by so many connections.
  case backup(BackupDirectory, jobs: Int)
  /// A database that is not in production, copied on its own server.
  case template(TemplateDatabase)

  /// What the copy was made from, in words.
  var words: String {
    switch self {
    case .backup(let backup, _): "restored from \(backup.path), taken \(backup.manifest.takenAt)"
    case .template(let template):
      "copied from \(template.identity.database) on \(template.identity.host)"
    }
  }

  /// What is about to be done, in words.
  var doing: String {
    switch self {
    case .backup(let backup, _): "restoring \(backup.path)"
    case .template(let template): "copying \(template.identity.database)"
    }
  }

  /// Makes a copy.
  func copy(_ stop: StopRequest) async throws -> DatabaseClone {
    switch self {
    case .backup(let backup, let jobs):
      let order = RestoreOrder(
        directory: backup.path, manifest: backup.manifest, server: nil, jobs: jobs)
      return try await PostgresDatabase().clone(
        order, stop: stop, atEnd: AttemptsScript.endingAll
      ) { _ in }
    case .template(let template):
      return try await PostgresDatabase().templateCopy(
        of: template.connection, stop: stop, atEnd: AttemptsScript.endingAll)
    }
  }
}
