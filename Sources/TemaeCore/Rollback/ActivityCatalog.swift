/// The activities of a runbook and of its run, by their ids, with the step that each belongs to.
struct ActivityCatalog: Hashable, Sendable {
  private var activities: [String: Activity] = [:]
  private var steps: [String: String] = [:]
  private var changed: Set<String> = []
  private var typed: Set<String> = []

  init(of runbook: Runbook) {
    self.init(of: runbook, Plan(of: runbook))
  }

  /// The same, where the runbook's plan is at hand.
  init(of runbook: Runbook, _ plan: Plan) {
    for activity in plan.activities { activities[activity.id] = activity }
    for step in runbook.steps {
      for activity in step.activities { steps[activity.id] = step.id }
      if step.activities.contains(where: { $0.role == .change }) { changed.insert(step.id) }
    }
  }

  /// The same run after an amendment: what was typed stays.
  func amended(to runbook: Runbook, _ plan: Plan) -> ActivityCatalog {
    var next = ActivityCatalog(of: runbook, plan)
    for id in typed { next.addTyped(id) }
    return next
  }

  /// Takes in a command that a person typed.
  mutating func addTyped(_ id: String) {
    typed.insert(id)
    activities[id] = Activity(
      id: id, kind: .shell, role: .change, language: "bash", line: 0, text: "")
  }

  func activity(_ id: String) -> Activity? { activities[id] }

  /// The step that holds the activity.
  func step(of id: String) -> String? { steps[id] }

  /// Whether the step has a block that changes something.
  func hasChange(in step: String) -> Bool { changed.contains(step) }

  /// Whether a person typed it.
  func isTyped(_ id: String) -> Bool { typed.contains(id) }

  /// Whether it is one that a rollback has to think of: what may write, and what people do in a step.
  func mayChangeTheWorld(_ id: String) -> Bool {
    guard let activity = activities[id] else { return false }
    return activity.role.mayWrite || (activity.role == .item && steps[id] != nil)
  }
}

extension Activity {
  /// Why nothing of it ever lasts; `nil` when something may.
  var harmlessness: Effect.Basis? {
    guard kind == .sql else { return nil }
    if settings.isDiscarded { return .discarded }
    return settings.isReadOnly ? .readOnly : nil
  }
}
