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
    if case .by(let instant, let span) = latest {
      lines.append(
        StyledLine(
          "The way back fits the plan until \(TimeText.dayAndWall(instant)): \(span.words). "
            + "After that a note must say why."))
    }
    return lines
  }
}
