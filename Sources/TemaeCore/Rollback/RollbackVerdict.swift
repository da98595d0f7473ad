/// What a rollback would do about one activity.
public enum RollbackVerdict: String, Hashable, Sendable, CaseIterable {
  /// Run the blocks that the document names for it.
  case compensate
  /// Nothing: it did not take effect, or what it did needs no undoing.
  case nothing
  /// A backup that the document names covers it, and what was written since is lost with it.
  case covered
  /// It cannot be undone, or nobody wrote down how.
  case irreversible
  /// Its outcome is not known: it is settled before anything is undone.
  case unsettled
}
