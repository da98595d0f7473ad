import TemaeCore
import TestSupport

/// What really happened in a simulated world, beside what the journal says.
struct History: Sendable {
  /// An attempt that began in the world.
  struct Beginning: Sendable {
    var activity: String, attempt: Int, epoch: Int
    /// How many entries were durable.
    var durable: Int
    /// When, among everything that happened.
    var at: Int
    /// What ran.
    var text: String
  }

  /// One attempt of one activity.
  struct Attempt: Hashable, Sendable {
    var activity: String, attempt: Int
  }

  /// An event that a driver handed to the journal and heard to be durable.
  struct Submission: Sendable {
    var event: Event
    /// When, among everything that happened.
    var at: Int
    /// Whether another driver had the run by then.
    var isLate: Bool
  }

  /// A person's decision to go back.
  struct Rollback: Sendable {
    /// When, among everything that happened.
    var at: Int
    var keepsGoing: Bool
  }

  var runbook: Runbook
  /// What the run's amendments made of it, in their order.
  var editions: [Runbook] = []
  /// What the journal holds in the end.
  var entries: [Entry] = []
  /// The bytes of each of these entries.
  var bodies: [[UInt8]] = []
  /// Each entry as it was acknowledged, in its order.
  var acknowledged: [Entry] = []
  var submitted: [Submission] = []
  var beginnings: [Beginning] = []
  /// What was sent to the database by somebody who did not hold it.
  var unheld: [String] = []
  /// What was done in the world, undone and lost.
  var effects = Effects()
  /// When a person pinned the server anew, among everything that happened.
  var repins: [Int] = []
  var rollbacks: [Rollback] = []
  /// The state that the journal gives in the end.
  var end: RunState?
  /// Attempts that ended well, and those that ended badly, where somebody could see it.
  var good: Set<Attempt> = [], bad: Set<Attempt> = []
  /// The items and blocks that a person answered, once for each time.
  var answers: [String] = []
  /// States of drivers as they stopped.
  var states: [RunState] = []
  /// Everything that was shown or recorded, as text.
  var shown = ""
  var secret = ""
  /// Errors of drivers that no fault explains.
  var errors: [String] = []
  var violations: [String] = []
  var steps = 0

  /// The activities whose effects last.
  var changes: [String] {
    Plan(of: runbook).activities.filter { $0.role == .change && !$0.settings.isDiscarded }
      .map(\.id)
  }

  /// The blocks that undo.
  var blocks: [String] {
    runbook.rollbackScopes.flatMap(\.activities).filter { $0.role == .rollback }.map(\.id)
  }

  /// The changes that a block undoes, or what a person does in its place.
  func undone(by id: String) -> Set<String> {
    if id.hasSuffix("@undo") { return [String(id.dropLast(5))] }
    for scope in runbook.rollbackScopes {
      guard let block = scope.activities.first(where: { $0.id == id }) else { continue }
      if let subject = block.subject { return [subject] }
      let step = runbook.steps.first { $0.id == scope.step }
      return Set(step?.activities.filter { $0.role == .change }.map(\.id) ?? [])
    }
    return []
  }

  /// When a person had pinned the server anew for the last time before.
  func lastRepin(before moment: Int) -> Int { repins.last { $0 < moment } ?? 0 }

  /// The journal's bytes.
  var bytes: [UInt8] { Array(bodies.joined()) }
}
