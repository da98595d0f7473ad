/// What was overruled.
public enum DeviationKind: String, CanonicalWord {
  /// A step was started although one that it needs has not succeeded.
  case needs
  /// A run was opened beside another open run on the same database.
  case beside
  /// A run went on although what a command left behind was still at work.
  case descendants
  /// The point of no return was passed when a rollback no longer fitted the planned time.
  case window
  /// A run was rolled back although it had passed its point of no return.
  case pivot
}
