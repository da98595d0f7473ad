/// A person's answer.
public enum ItemAnswer: String, CanonicalWord {
  /// It is so, it is done.
  case yes
  /// It is not so.
  case no
}
