import TemaeCore
import TestSupport

/// What really happened in a simulated world, beside what the journal says.
struct History: Sendable {
  /// An attempt that began in the world.
  struct Beginning: Sendable {
    var activity: String, attempt: Int, epoch: Int
    /// How many entries were durable.
    var durable: Int
    /// What ran.
    var text: String
  }

  /// One attempt of one activity.
  struct Attempt: Hashable, Sendable {
    var activity: String, attempt: Int
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
  /// What drivers handed to the journal and heard to be durable.
  var submitted: [Event] = []
  var beginnings: [Beginning] = []
  /// What was sent to the database by somebody who did not hold it.
  var unheld: [String] = []
  /// Attempts whose effect is in the world, once for each time.
  var effects: [Attempt] = []
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

  /// How often an attempt's effect is in the world.
  func effects(_ activity: String, _ attempt: Int) -> Int {
    effects.count { $0 == Attempt(activity: activity, attempt: attempt) }
  }

  /// How often the effect of an activity's attempts up to this one is in the world.
  func effects(_ activity: String, upTo attempt: Int) -> Int {
    effects.count { $0.activity == activity && $0.attempt <= attempt }
  }

  /// The journal's bytes.
  var bytes: [UInt8] { Array(bodies.joined()) }
}
