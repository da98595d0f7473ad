import TemaeCore

extension QuestionText {
  /// What a person gives up by passing the point of no return.
  static func pivotLines(_ state: RunState) -> [StyledLine] {
    let plan = RollbackPlan(of: state)
    let open = plan.items.filter { $0.verdict != .nothing }
    guard !open.isEmpty else { return ["Nothing that took effect so far has to be undone."] }
    let undone = open.count - plan.irreversible.count
    var lines = [
      StyledLine("Of \(counted(open.count, "effect")) so far \(undone) can be undone until then.")
    ]
    let latest = LatestDecision(plan, plannedEnd: Budgets(state).plannedEnd)
    switch latest {
    case .by(let instant, let limit):
      lines.append(fitting(instant, "may take \(TimeText.elapsed(limit))"))
    case .rehearsed(let instant, let span):
      lines.append(fitting(instant, "took \(TimeText.elapsed(span)) when it was rehearsed"))
    case .nothingToUndo, .unknown: break
    }
    return lines
  }

  private static func fitting(_ instant: Instant, _ time: String) -> StyledLine {
    StyledLine(
      "The way back \(time): it fits the plan until \(TimeText.dayAndWall(instant)); "
        + "after that a note must say why.")
  }
}
