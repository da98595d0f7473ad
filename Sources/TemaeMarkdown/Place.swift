import TemaeCore

/// Where a block stands, as far as it decides what the block is for.
enum Place: Equatable {
  case step
  case gate
  case finalGate
  case rollback
  case remedy
  /// Where nothing runs, and why.
  case aside(String)

  /// The role of a block that names none.
  var defaultRole: Role {
    switch self {
    case .step, .aside: .change
    case .gate: .precheck
    case .finalGate: .check
    case .rollback: .rollback
    case .remedy: .remedy
    }
  }

  /// Whether a block of this role has a meaning here.
  func allows(_ role: Role) -> Bool {
    switch self {
    case .step, .aside: true
    case .gate: [.precheck, .check, .capture].contains(role)
    case .finalGate: role == .check || role == .precheck
    case .rollback: [.rollback, .check, .precheck, .probe].contains(role)
    case .remedy: [.remedy, .check, .precheck].contains(role)
    }
  }

  /// How the place is called in a message.
  var name: String {
    switch self {
    case .step: "a step"
    case .gate: "a gate"
    case .finalGate: "the final gate"
    case .rollback: "a rollback section"
    case .remedy: "a section of remedies"
    case .aside: "a section that never runs"
    }
  }
}
