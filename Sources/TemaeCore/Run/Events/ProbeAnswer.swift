/// What a probe said.
public enum ProbeAnswer: String, CanonicalWord {
  /// The change has taken effect.
  case yes
  /// The change has not taken effect.
  case no
  /// Neither can be said.
  case cannotTell
}
