/// What is held true of an attempt whose end nobody saw.
public enum SettlementVerdict: String, CanonicalWord {
  /// It took effect.
  case done
  /// It did not take effect, and is tried again.
  case again
  /// It failed.
  case failed
}
