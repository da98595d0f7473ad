/// What the marker table says about an attempt.
public enum MarkerVerdict: String, CanonicalWord {
  /// The attempt's transaction committed.
  case done
  /// A tombstone stands in its place: it did not commit and never will.
  case void
  /// There is no marker table: it cannot be told.
  case unavailable
}
