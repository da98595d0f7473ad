/// What the marker table says about an attempt.
public enum MarkerVerdict: String, CanonicalWord {
  /// The attempt's transaction committed.
  case done
  /// A tombstone stands in its place: it did not commit and never will.
  case void
  /// It committed, and the database was restored to a backup since: whether it is there, cannot be told.
  case restored
  /// There is no marker table: it cannot be told.
  case unavailable
}
