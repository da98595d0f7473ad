import TemaeCore
import TestSupport

extension Runbook {
  /// A random runbook with ways back of every kind.
  static func undoable(_ random: inout SplitMix64, isWhole: Bool) -> Runbook {
    var steps: [Step] = []
    var scopes: [RollbackScope] = []
    for number in 1...Int.random(in: 1...4, using: &random) {
      let id = String(number)
      var step = Step.sample(id, [])
      step.line = number * 100
      for letter in ["a", "b", "c"].prefix(Int.random(in: 1...3, using: &random)) {
        step.activities.append(.undoable("\(id)/\(letter)", &random, isWhole: isWhole))
      }
      let hasSection = Int.random(in: 0..<3, using: &random) == 0
      let subjects = step.activities.filter { $0.role == .change }
      let isFenced = { (random: inout SplitMix64) in
        isWhole ? !hasSection : Int.random(in: 0..<3, using: &random) == 0
      }
      let fences = subjects.filter { _ in isFenced(&random) }.map {
        Activity.shell("\($0.id)-undo", .rollback, of: $0.id)
      }
      if !fences.isEmpty {
        scopes.append(
          RollbackScope(title: step.title, line: step.line, step: id, activities: fences))
      }
      if hasSection {
        let section = Activity.shell("rollback/\(id)", .rollback, of: subjects.last?.id)
        scopes.append(
          RollbackScope(title: "Undo \(id)", line: step.line + 50, step: id, activities: [section]))
      }
      let facts = [nil, "none needed", "covered by step 1", "irreversible: mail was sent"]
      step.undo = facts.randomElement(using: &random) ?? nil
      steps.append(step)
    }
    var runbook = Runbook.sample(steps)
    runbook.rollbackScopes = scopes
    if !isWhole {
      runbook.remedies = [
        Remedy(title: "Repair", line: 900, activities: [.shell("remedy/1", .remedy)])
      ]
    }
    return runbook
  }
}

extension Activity {
  fileprivate static func undoable(
    _ id: String, _ random: inout SplitMix64, isWhole: Bool
  ) -> Activity {
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1, 2: .shell(id) { $0.retries = 1 }
    case 3, 4: .sql(id)
    case 5: .sql(id) { $0.isDiscarded = true }
    case 6: .sql(id, .capture) { $0.capture = "rows" }
    default: isWhole ? .shell(id) : .item(id)
    }
  }
}
