/// What a probe said.
public enum ProbeAnswer: String, CanonicalWord {
  /// The change has taken effect.
  case yes
  /// The change has not taken effect.
  case no
  /// Neither can be said.
  case cannotTell

  /// The same answer to the opposite question: whether it has been undone.
  var opposite: ProbeAnswer {
    switch self {
    case .yes: .no
    case .no: .yes
    case .cannotTell: .cannotTell
    }
  }
}
