import TemaeCore

/// How long the document says that each stage takes, in real microseconds: its budget, else its span.
struct Budgets {
  private let microseconds: [String: Int]
  /// When the document says that the last stage with a mark is over.
  let plannedEnd: Instant?

  init(_ state: RunState) {
    let clock = RunClock(state)
    var known: [String: Int] = [:]
    for step in state.runbook.steps {
      if let seconds = step.budgetSeconds {
        known[step.id] = clock.budgetMicroseconds(seconds: seconds)
      } else if let from = step.offset, let until = step.until, until > from {
        known[step.id] = clock.microseconds(minutes: until - from)
      }
    }
    microseconds = known
    plannedEnd = state.plan.stages.compactMap { stage in
      state.planned(stage.offset)?.advanced(byMicroseconds: known[stage.id] ?? 0)
    }.max()
  }

  subscript(stage: String) -> Int? { microseconds[stage] }
}
