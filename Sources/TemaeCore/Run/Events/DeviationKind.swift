/// What was overruled.
public enum DeviationKind: String, CanonicalWord {
  /// A step was started although one that it needs has not succeeded.
  case needs
  /// A run was opened beside another open run on the same database.
  case beside
  /// A run went on although what a command left behind was still at work.
  case descendants
}
