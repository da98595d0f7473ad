import TemaeCore
import TestSupport

/// The runbook of the tests of plans, and what they ask of a plan.
enum RollbackSample {
  /// Step 1 takes the backup; 2/a has a block of its own; step 3 has a section.
  static func runbook(undo: [String: String] = [:]) -> Runbook {
    var steps = [
      Step.sample("1", [.shell("1/backup")]),
      Step.sample("2", [.sql("2/a"), .sql("2/b")]),
      Step.sample("3", [.shell("3/a"), .shell("3/b")]),
      Step.sample("4", [.item("4/1")]),
    ]
    for place in steps.indices {
      steps[place].line = 100 * (place + 1)
      steps[place].undo = undo[steps[place].id]
    }
    var runbook = Runbook.sample(
      steps, remedies: [Remedy(title: "Repair", line: 5, activities: [.sql("remedy/1", .remedy)])])
    runbook.rollbackScopes = [
      RollbackScope(
        title: "Step 2", line: 200, step: "2", activities: [.sql("2/3", .rollback, of: "2/a")]),
      RollbackScope(
        title: "Undo", line: 350, step: "3",
        activities: [.item("rollback/1"), .shell("rollback/2", .rollback, of: "3/b")]),
      RollbackScope(title: "Everything", line: 700, activities: [.shell("rollback/3", .rollback)]),
    ]
    return runbook
  }

  /// The plan of what has happened.
  static func plan(_ trace: Trace, scope: RollbackScope? = nil) -> RollbackPlan {
    RollbackPlan(of: trace.state, scope: scope)
  }

  /// The way back of each activity.
  static func ways(_ plan: RollbackPlan) -> [String: WayBack] {
    Dictionary(plan.items.map { ($0.activity, $0.way) }, uniquingKeysWith: { $1 })
  }

  /// Activities with their verdicts, in the plan's order.
  static func summary(_ plan: RollbackPlan) -> [String] {
    plan.items.map { "\($0.activity) \($0.verdict.rawValue)" }
  }
}
