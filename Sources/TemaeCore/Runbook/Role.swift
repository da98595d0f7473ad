/// What a block is for.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
  /// Alters the world.
  case change
  /// Asks whether its change has already taken effect.
  case probe
  /// Must hold before the change.
  case precheck
  /// Must hold after the change, and again at the final gate.
  case check
  /// Its standard output or result becomes a value.
  case capture
  /// Runs beside the steps that follow.
  case watch
  /// Undoes the change above it.
  case rollback
  /// A repair to offer when its step fails.
  case remedy
  /// Shows what the change would do.
  case preview
  /// What the block above should print.
  case expect
  /// Never runs.
  case example
  /// A task item: a person does it and says so.
  case item

  /// Whether a block of this role may alter the world.
  public var mayWrite: Bool {
    switch self {
    case .change, .rollback, .remedy: true
    case .probe, .precheck, .check, .capture, .watch, .preview, .expect, .example, .item: false
    }
  }
}
