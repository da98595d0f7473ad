/// What a probe said.
public enum ProbeAnswer: String, CanonicalWord {
  /// The change has taken effect.
  case yes
  /// The change has not taken effect.
  case no
  /// Neither can be said.
  case cannotTell

  /// What it says about whether the change has been undone.
  ///
  /// A change that is still there has not been. That not all of it is there does not mean that nothing
  /// is left.
  var ofUndoing: ProbeAnswer {
    switch self {
    case .yes: .no
    case .no, .cannotTell: .cannotTell
    }
  }
}
