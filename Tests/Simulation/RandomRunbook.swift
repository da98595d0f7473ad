import TemaeCore
import TestSupport

extension Runbook {
  /// A runbook that follows from the generator: of every kind of activity a few.
  static func random(_ random: inout SplitMix64) -> Runbook {
    var steps: [Step] = []
    for number in 1...Int.random(in: 1...3, using: &random) {
      let id = String(number)
      let isDependent = number > 1 && Bool.random(using: &random)
      var activities: [Activity] = []
      for letter in ["a", "b", "c"].prefix(Int.random(in: 1...3, using: &random)) {
        activities += Activity.random("\(id)/\(letter)", &random)
      }
      let offset = 4 * number + Int.random(in: -3...0, using: &random)
      steps.append(.sample(id, at: offset, needs: isDependent ? ["\(number - 1)"] : [], activities))
    }
    if Int.random(in: 0..<4, using: &random) == 0 { steps[steps.count - 1].pointOfNoReturn = 20 }
    let repair = Activity.shell("remedy/1", .remedy, "repair remedy/1")
    let scopes = Self.waysBack(&steps, &random)
    var runbook = Runbook.sample(
      prerequisites: Bool.random(using: &random) ? [.item("prerequisites/1")] : [], steps,
      success: Bool.random(using: &random) ? [.item("success/1")] : [],
      remedies: [Remedy(title: "Repair", line: 80, step: nil, activities: [repair])],
      secrets: ["HOUSE_KEY"])
    runbook.rollbackScopes = scopes
    return runbook
  }

  /// Ways back of every kind: a block for a change, one for a whole step, a fact, or nothing.
  private static func waysBack(
    _ steps: inout [Step], _ random: inout SplitMix64
  ) -> [RollbackScope] {
    steps.indices.flatMap { place -> [RollbackScope] in
      steps[place].line = 100 * (place + 1)
      let step = steps[place]
      let changes = step.activities.filter { $0.role == .change }
      switch Int.random(in: 0..<6, using: &random) {
      case 0:
        let facts = ["none needed", "irreversible: it was drunk"]
        steps[place].undo = facts.randomElement(using: &random)
        return []
      case 1 where !changes.isEmpty:
        let isOnServer = changes.contains { $0.settings.database != nil }
        let block = Activity.shell("rollback/\(step.id)", .rollback, "undo step \(step.id)") {
          $0.database = isOnServer ? "main" : nil
        }
        return [
          RollbackScope(
            title: "Undo \(step.id)", line: step.line + 50, step: step.id, activities: [block])
        ]
      default:
        let blocks = changes.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
          .map { Activity.undo($0, &random) }
        guard !blocks.isEmpty else { return [] }
        return [
          RollbackScope(title: step.title, line: step.line, step: step.id, activities: blocks)
        ]
      }
    }
  }
}

extension Activity {
  /// The block that undoes a change alone.
  fileprivate static func undo(_ change: Activity, _ random: inout SplitMix64) -> Activity {
    let retries = Int.random(in: 0...3, using: &random) == 0 ? 1 : 0
    let id = "\(change.id)-undo"
    guard change.kind == .sql, Int.random(in: 0...3, using: &random) > 0 else {
      return .shell(id, .rollback, of: change.id, "undo \(change.id)") {
        $0.retries = retries
        $0.database = change.settings.database
      }
    }
    return .sql(id, .rollback, of: change.id, "undo \(change.id);") { $0.retries = retries }
  }

  fileprivate static func random(_ id: String, _ random: inout SplitMix64) -> [Activity] {
    let retries = Int.random(in: 0...3, using: &random) == 0 ? 1 : 0
    let backoff = Int.random(in: 0...2, using: &random)
    let isConfirmed = Int.random(in: 0..<6, using: &random) == 0
    func set(_ settings: inout ActivitySettings) {
      settings.retries = retries
      settings.backoffSeconds = backoff
      settings.isConfirmed = isConfirmed
    }
    let text = "do \(id)"
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1: return [.shell(id, .change, text, set)]
    case 2:
      return [
        .shell(id, .change, text) { $0.database = "main" },
        .sql("\(id)-probe", .probe, of: id),
      ]
    case 3:
      return [.shell(id, .change, text, set), .shell("\(id)-probe", .probe, of: id, "ask \(id)")]
    case 4, 5, 6: return [.sql(id, .change, "\(text);", set)]
    case 7:
      return [
        .sql(id, .change, "\(text);") { $0.isOutsideTransaction = true },
        .sql("\(id)-probe", .probe, of: id),
      ]
    case 8: return [.sql(id, .change, "\(text);") { $0.isDiscarded = true }]
    case 9: return [.sql(id, .check), .sql("\(id)-count", .capture) { $0.capture = "count" }]
    case 10:
      let until = [nil, 6, 10].randomElement(using: &random) ?? nil
      return [.shell(id, .watch, "watch \(id)") { $0.untilOffset = until }]
    default: return [.item(id)]
    }
  }
}
