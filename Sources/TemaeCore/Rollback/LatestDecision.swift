/// By when a rollback has to be decided on, so that it still ends within the planned time.
///
/// How long one can take is known where every block of it has a limit; how long one took, where this
/// document was rehearsed.
public enum LatestDecision: Hashable, Sendable {
  /// Nothing that took effect has to be undone.
  case nothingToUndo
  /// Begun by then, it ends by the planned end even if each of its blocks takes its whole limit.
  case by(Instant, limitMicroseconds: Int)
  /// Begun by then, it ends by the planned end if it takes as long as it did when it was rehearsed.
  case rehearsed(Instant, microseconds: Int)
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
    } else if let item = open.first(where: { $0.verdict == .covered }) {
      self = .unknown("nothing has measured a restore, which \(item.activity) needs")
    } else if let seconds = plan.limitSeconds {
      self = Self.latest(seconds * 1_000_000, before: plannedEnd) {
        .by($0, limitMicroseconds: $1)
      }
    } else if let seconds = plan.expectedSeconds {
      self = Self.latest(seconds * 1_000_000, before: plannedEnd) {
        .rehearsed($0, microseconds: $1)
      }
    } else {
      self = .unknown("nothing has measured how long it takes, and not all its blocks have limits")
    }
  }

  private static func latest(
    _ span: Int, before end: Instant?, _ kind: (Instant, Int) -> LatestDecision
  ) -> LatestDecision {
    guard let end else { return .unknown("the run has no planned end") }
    return kind(end.advanced(byMicroseconds: -span), span)
  }

  /// The instant, where it is known.
  public var instant: Instant? {
    switch self {
    case .by(let instant, _), .rehearsed(let instant, _): instant
    case .nothingToUndo, .unknown: nil
    }
  }
}
