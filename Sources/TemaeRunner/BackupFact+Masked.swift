import TemaeCore

extension BackupFact {
  /// The fact without secrets: whatever runs in a block can write into its record.
  func masked(_ mask: Mask) -> BackupFact {
    switch self {
    case .taken(let backup): .taken(backup.masked(mask))
    case .verified(let backup, let proof): .verified(backup.masked(mask), proof)
    }
  }
}

extension BackupSummary {
  fileprivate func masked(_ mask: Mask) -> BackupSummary {
    var masked = self
    masked.path = mask.masked(path)
    masked.walPosition = mask.masked(walPosition)
    masked.target.systemIdentifier = mask.masked(target.systemIdentifier)
    masked.target.database = mask.masked(target.database)
    masked.target.host = mask.masked(target.host)
    masked.target.serverVersion = mask.masked(target.serverVersion)
    masked.target.role = mask.masked(target.role)
    return masked
  }
}
