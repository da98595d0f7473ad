public import TemaeCore

/// A copy that was restored from a backup, read, and dropped again.
public struct RestoredDatabase: Hashable, Sendable {
  /// What kept it from being restored as a whole.
  public var failure: BackupFinding?
  /// Its schema.
  public var catalog: Catalog
  /// What its tables and sequences held.
  public var contents: Contents
  /// What restoring took.
  public var restore: BackupVerification.Restore?
  /// Whether it has the owners and the grants.
  public var hasRights: Bool
  /// What is not as on the server that was backed up, in words.
  public var remarks: [String]
}
