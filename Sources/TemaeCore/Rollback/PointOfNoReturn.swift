/// The step from which a run only goes forward.
public struct PointOfNoReturn: Hashable, Sendable {
  /// The step.
  public var step: String
  /// The line of the fact that says so; `nil` where an amendment took it out after it was passed.
  public var line: Int?
  /// When a person passed it, and the event that says so; `nil` before.
  public var passedAt: Instant?, event: Int?
}

extension Runbook {
  /// The step from which a run only goes forward; `nil` where the document names none.
  var pointOfNoReturn: PointOfNoReturn? {
    steps.first { $0.pointOfNoReturn != nil }.map { step in
      PointOfNoReturn(step: step.id, line: step.pointOfNoReturn)
    }
  }
}

extension RunState {
  /// The one that the run has passed, else the one that it comes to.
  var pointOfNoReturn: PointOfNoReturn? {
    guard let pivot else { return runbook.pointOfNoReturn }
    return PointOfNoReturn(
      step: pivot.step, line: runbook.step(pivot.step)?.pointOfNoReturn, passedAt: pivot.at,
      event: pivot.sequence)
  }
}
