/// By when a rollback has to be decided on, so that it still ends within the planned time.
///
/// How long one can take is known where every block of it has a limit, how long one took, where this
/// document was rehearsed; and how long a restore took, where the backup was verified.
public enum LatestDecision: Hashable, Sendable {
  /// Nothing that took effect has to be undone.
  case nothingToUndo
  /// Begun by then, it ends by the planned end if it takes no longer than this.
  case by(Instant, RollbackSpan)
  /// Nothing tells it; why, in words.
  case unknown(String)

  /// Works it out from the plan of a rollback and from when the document says that all is over.
  public init(_ plan: RollbackPlan, plannedEnd: Instant?) {
    let open = plan.items.filter { $0.verdict != .nothing }
    if open.isEmpty {
      self = .nothingToUndo
    } else if plan.pointOfNoReturn?.passedAt != nil {
      self = .unknown("the run has passed its point of no return")
    } else if let item = open.first(where: { $0.verdict == .unsettled }) {
      self = .unknown("the outcome of \(item.activity) is unknown")
    } else if let item = open.first(where: { $0.verdict == .irreversible }) {
      self = .unknown("\(item.activity) has no way back that temae could carry out")
    } else if plan.restoreSeconds == nil, let item = open.first(where: { $0.verdict == .covered }) {
      self = .unknown("nothing has measured a restore, which \(item.activity) needs")
    } else if let span = RollbackSpan(plan) {
      guard let end = plannedEnd else {
        self = .unknown("the run has no planned end")
        return
      }
      self = .by(end.advanced(byMicroseconds: -span.seconds * 1_000_000), span)
    } else {
      self = .unknown("nothing has measured how long it takes, and not all its blocks have limits")
    }
  }

  /// The instant, where it is known.
  public var instant: Instant? {
    switch self {
    case .by(let instant, _): instant
    case .nothingToUndo, .unknown: nil
    }
  }
}
