import TemaeBackup
import TemaeCore
import TemaePostgres

/// Where backups lie when nobody says so, and for which attempt they are taken.
enum DefaultShelf {
  /// `$TEMAE_BACKUPS`, else `temae/backups` in the user's state directory.
  static func path() throws(Failure) -> String {
    if let path = Environment.value("TEMAE_BACKUPS") { return path }
    if let state = Environment.value("XDG_STATE_HOME"), state.hasPrefix("/") {
      return "\(state)/temae/backups"
    }
    guard let home = Environment.value("HOME"), home.hasPrefix("/") else {
      throw Failure(
        .usage, "there is no HOME to keep backups in",
        next: "name a directory: --to DIRECTORY, or the variable TEMAE_BACKUPS")
    }
    return "\(home)/.local/state/temae/backups"
  }

  /// The shelf that was named, else the usual one, without what killed backups have left there.
  static func cleared(_ path: String?, _ options: SharedOptions) throws -> BackupShelf {
    let shelf = try BackupShelf(at: path ?? self.path())
    for leftover in try shelf.removeLeftovers() {
      options.remark("removed \(leftover), which a backup that was killed had left behind")
    }
    return shelf
  }

  /// The attempt that this process works for, where a run started it.
  static var attempt: BackupManifest.Attempt? {
    guard let run = Environment.value("TEMAE_RUN"), let step = Environment.value("TEMAE_STEP"),
      let attempt = Environment.value("TEMAE_ATTEMPT").flatMap({ Int($0) })
    else { return nil }
    return BackupManifest.Attempt(run: run, step: step, attempt: attempt)
  }

  /// The same block, as the journal names it.
  static var block: ReplaceOrder.Block? {
    let key = Environment.value("TEMAE_IDEMPOTENCY_KEY")?.split(separator: "/", maxSplits: 1)
    guard attempt != nil, let key, key.count == 2 else { return nil }
    return ReplaceOrder.Block(run: String(key[0]), activity: String(key[1]))
  }
}
