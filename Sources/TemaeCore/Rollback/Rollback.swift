/// A run's rollback, since a person decided on it.
public struct Rollback: Hashable, Sendable {
  /// The document's own way back that is carried out; `nil` for what is computed.
  public var scope: RollbackScope?
  /// The step whose end the run goes back to; `nil` for its beginning.
  public var upTo: String?
  /// Whether what can still be undone is undone when something else could not be.
  public var keepsGoing: Bool
  /// When it was decided, and the journal sequence of the decision.
  public var startedAt: Instant, start: Int
  /// The journal sequence of the recorded plan; `nil` while something is unsettled.
  public var plan: Int?
  /// How it ended.
  public var end: RollbackCompleted?
}
