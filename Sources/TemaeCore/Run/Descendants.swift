/// Processes that a command left behind when it ended.
public enum Descendants: String, CanonicalWord {
  /// They are at work.
  case alive
  /// They are at work, and a person asked for their end.
  case toEnd
}
