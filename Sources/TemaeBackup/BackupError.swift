/// Why a backup's files could not be written or read.
public enum BackupError: Error, Hashable, Sendable {
  /// The directory lies in a git work tree; personal data must never get into one.
  case insideWorkTree(path: String, tree: String)
  /// There is a file or directory of this name.
  case exists(path: String)
  /// There is no backup here, and why that is clear.
  case noBackup(path: String, reason: String)
  /// The operating system refused: what, with which path, and its reason.
  case refused(doing: String, path: String, reason: String)
  /// Somebody asked to stop.
  case interrupted
}

extension BackupError: CustomStringConvertible {
  /// What happened, where, and what to do next.
  public var description: String {
    switch self {
    case .insideWorkTree(let path, let tree):
      "\(path) lies in the git work tree \(tree), and a backup holds personal data. Name a directory "
        + "outside of it: --to DIRECTORY, or the variable TEMAE_BACKUPS"
    case .exists(let path):
      "\(path) is there already, and a backup never replaces anything. Name another: --name NAME"
    case .noBackup(let path, let reason):
      "\(path) is no backup: \(reason)"
    case .refused(let doing, let path, let reason):
      "cannot \(doing) \(path): \(reason)"
    case .interrupted:
      "interrupted"
    }
  }
}
