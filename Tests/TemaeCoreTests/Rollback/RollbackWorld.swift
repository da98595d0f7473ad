import TemaeCore
import TestSupport
import Testing

/// A run whose world is known: what each attempt really left behind, whatever its end showed.
struct RollbackWorld {
  var trace: Trace
  /// What lies in the world, the oldest effect at the bottom: an activity's id each.
  var layers: [String] = []
  /// What may lie in the world as far as anybody could know.
  private(set) var possible: Set<String> = []
  /// Whether people leave some of a rollback undone.
  var leavesWork = true
  private var random: SplitMix64

  init(_ runbook: Runbook, seed: UInt64) throws {
    trace = try Trace(runbook)
    random = SplitMix64(seed: seed ^ 0x5EED)
  }

  var runbook: Runbook { trace.state.runbook }

  /// Whether nothing that the activity does lasts.
  private func isHarmless(_ activity: Activity) -> Bool {
    !activity.role.mayWrite
      || activity.kind == .sql && (activity.settings.isDiscarded || activity.settings.isReadOnly)
  }

  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  mutating func chanceOfTen() -> Int { Int.random(in: 0..<10, using: &random) }

  private mutating func leave(_ id: String) {
    layers.removeAll { $0 == id }
    layers.append(id)
    possible.insert(id)
  }

  /// Goes on for so many steps, or to the run's end.
  mutating func drive(steps: Int, typesCommands: Bool = true) throws {
    for _ in 0..<steps where !trace.state.status.isEnded {
      if chance(6) { try trace.takeOver(honoursSchedule: false) }
      if typesCommands, chance(5), trace.state.status == .open {
        try trace.command(
          .add(step: "1", command: commitment("c"), reason: commitment("because")))
      }
      try carryOut(trace.next)
    }
  }

  mutating func carryOut(_ decision: Decision) throws {
    let reason = commitment("because")
    switch decision {
    case .start(let id, _):
      try trace.intend(id)
      // Now and then the driver dies here, and the next one settles.
      if !chance(10) { try end(id) }
    case .settle(let id, _): try end(id)
    case .observe(let database):
      try trace.happen(
        .targetObserved(TargetObserved(database: database, identity: .sample)))
    case .ask(.item(let id)):
      try trace.command(.answer(activity: id, .yes, note: nil))
      leave(id)
    case .ask(.failure(let id, let remedies)):
      if let remedy = remedies.first, chance(30) {
        try trace.command(.remedy(activity: id, remedy: remedy, reason: nil))
      } else if chance(30) {
        try trace.command(.settle(activity: id, .done, reason: reason))
        // A person alters by hand what a change would have altered; a look alters nothing.
        if trace.state.definition(id)?.role.mayWrite == true { leave(id) }
      } else {
        try trace.command(
          chance(50) ? .retry(activity: id, reason: nil) : .skip(activity: id, reason: reason))
      }
    case .ask(.unknown(let id, _)):
      // The person looks, and says what is true.
      let verdict: SettlementVerdict =
        layers.last == id ? (chance(50) ? .done : .failed) : .again
      try trace.command(.settle(activity: id, verdict, reason: reason))
    case .halt, .rest:
      if trace.state.isHaltDue { try trace.halt() }
      try trace.takeOver(honoursSchedule: false)
    case .finish: try trace.happen(.runCompleted(RunCompleted(deviations: 0)))
    case .conclude, .endWatch, .wait, .inspect, .planRollback, .awaitDescendants, .ask(.confirm),
      .ask(.needs), .ask(.descendants), .ask(.running):
      Issue.record("these runbooks never come to \(decision)")
    }
  }

  /// The end of the open attempt: what is true of the world, and what of it shows.
  private mutating func end(_ id: String) throws {
    let activity = try #require(trace.state.definition(id))
    let attempt = try #require(trace.state.activity(id)?.attempts)
    let isHarmless = isHarmless(activity)
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5:
      if !isHarmless { leave(id) }
      try trace.happen(.attemptSucceeded(.sample(id, attempt)))
    case 5, 6:
      if !isHarmless {
        possible.insert(id)
        if chance(50) { leave(id) }
      }
      try trace.happen(.attemptFailed(.sample(id, attempt)))
    case 7:
      var failed = AttemptFailed.sample(id, attempt)
      failed.failure.mayHaveTakenEffect = false
      try trace.happen(.attemptFailed(failed))
    default:
      if !isHarmless, chance(50) { leave(id) }
      try trace.happen(.attemptLost(AttemptLost(activity: id, attempt: attempt, evidence: "?")))
    }
  }
}
