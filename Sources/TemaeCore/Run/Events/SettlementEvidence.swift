/// What a settlement rests on.
public enum SettlementEvidence: String, CanonicalWord {
  /// The supervisor's exit record.
  case exit
  /// The marker row in the target's database.
  case marker
  /// A tombstone in the place of the marker row: the attempt never commits.
  case tombstone
  /// The command was never let go, and `void` keeps it so.
  case neverStarted
  /// The runbook's probe.
  case probe
  /// The catalog of the target's database: whether an index is there, and valid.
  case catalog
  /// A person's word.
  case person
  /// It is a read: whatever became of it, nothing was changed.
  case read
}
