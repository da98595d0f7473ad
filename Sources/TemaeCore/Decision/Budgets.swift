/// How long the document says that each stage takes, in real microseconds: its budget, else its span.
public struct Budgets: Sendable {
  private let microseconds: [String: Int]
  /// When the document says that the last stage with a mark is over.
  public let plannedEnd: Instant?

  /// Works them out for a run, whose minutes may be shorter than a minute.
  public init(_ state: RunState) {
    let minute = state.minuteMicroseconds
    var known: [String: Int] = [:]
    for step in state.runbook.steps {
      if let seconds = step.budgetSeconds {
        known[step.id] = seconds * minute / 60
      } else if let from = step.offset, let until = step.until, until > from {
        known[step.id] = (until - from) * minute
      }
    }
    microseconds = known
    plannedEnd = state.plan.stages.compactMap { stage in
      state.planned(stage.offset)?.advanced(byMicroseconds: known[stage.id] ?? 0)
    }.max()
  }

  /// The microseconds of a stage; `nil` where the document does not say.
  public subscript(stage: String) -> Int? { microseconds[stage] }
}
