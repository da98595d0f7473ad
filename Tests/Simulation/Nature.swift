import TemaeCore
import TemaeRunner
import TestSupport

/// What the world does of itself: chance, how commands end, who is still at work.
// Safe: a simulation has one thread.
final class Nature: @unchecked Sendable {
  static let secret = "tatami-4711-kinako"

  private var random: SplitMix64
  var history: History
  /// Whether anything goes wrong at all.
  var isHostile = true
  /// Whether no server can be reached.
  var isNetworkDown = false
  /// What each shell attempt will have done, by directory.
  var effective: Set<String> = []
  /// The server that answers now; a failover begins another timeline, and a restore is known to it.
  var server = TargetIdentity.sample
  /// Who holds the database, and how many sessions have.
  var hold: ServerHold?
  var sessions = 0
  /// Connections whose statements are still at work.
  var connected: [String] = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    history = History(runbook: Runbook.random(&random))
    history.secret = Self.secret
  }

  /// In which way the server that answers is not the pinned one.
  func difference(from pinned: TargetIdentity?) -> String? {
    pinned.flatMap { server.difference(from: $0) }
  }

  /// The same, for a driver.
  func difference(from pin: Pin?) -> String? { pin?.difference(of: server) }

  /// One time in so many.
  func isOne(in count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  func pick<Value>(_ values: [Value]) -> Value? { values.randomElement(using: &random) }

  func isEffective(_ activity: String) -> Bool { history.effects.isThere(activity) }

  /// An attempt takes effect; a block undoes what it undoes, at once unless it is told otherwise.
  func happen(_ attempt: History.Attempt, undoes: Bool = true) {
    let activity = Plan(of: history.runbook).activity(attempt.activity)
    history.effects.happen(
      attempt, isOnServer: activity?.settings.database != nil,
      undoing: undoes ? history.undone(by: attempt.activity) : [])
  }

  /// A person does in a rollback what is to be done by hand.
  func undoByHand(_ id: String) {
    let subjects = history.undone(by: id)
    guard !subjects.isEmpty else { return }
    history.effects.happen(
      History.Attempt(activity: id, attempt: 0), isOnServer: false, undoing: subjects)
  }

  func behaviour(of order: ShellOrder) -> SimulatedShell.Behaviour {
    let attempt = Self.attempt(of: order.directory)
    guard let activity = Plan(of: history.runbook).activity(attempt.activity) else {
      return .exits()
    }
    if activity.role == .watch { return .held }
    if activity.role == .probe {
      return .exits(isEffective(activity.subject ?? "") ? 0 : 1)
    }
    var behaviour = SimulatedShell.Behaviour.exits(0, "the key is \(Self.secret), so it says\n")
    behaviour.isHeld = isOne(in: 2)
    effective.insert(order.directory)
    guard isHostile else { return behaviour }
    switch number(0...15) {
    case 0: behaviour.status = .exited(1)
    case 1:
      behaviour.status = .exited(3)
      effective.remove(order.directory)
    case 2: behaviour.status = .lost("the supervisor was killed")
    case 3:
      behaviour.status = .lost("the machine was started again")
      effective.remove(order.directory)
    case 4: behaviour.isUnstartable = true
    case 5:
      behaviour.output += [UInt8](repeating: 0x2E, count: 6000)
      behaviour.dropped = 2000..<5000
    default: break
    }
    return behaviour
  }

  func behaviour(of order: SQLOrder) -> SimulatedDatabase.Behaviour {
    let activity = Plan(of: history.runbook).activity(order.activity)
    if activity?.role == .probe {
      return .returns([[isEffective(activity?.subject ?? "") ? "t" : "f"]])
    }
    var behaviour = SimulatedDatabase.Behaviour.returns([["t"]])
    behaviour.notices = "NOTICE: \(Self.secret)\n"
    guard isHostile else { return behaviour }
    switch number(0...11) {
    case 0: return .fails("relation does not exist")
    case 1: behaviour.status = .lost("the connection was lost after COMMIT")
    case 2:
      behaviour.status = .lost("the connection was lost before COMMIT")
      behaviour.commits = false
    default: break
    }
    return behaviour
  }

  /// The attempt that a directory is named after.
  static func attempt(of directory: String) -> History.Attempt {
    let name = directory.split(separator: "run-1/").last ?? ""
    let parts = name.split(separator: "-")
    let number = parts.last?.split(separator: ".").first.flatMap { Int($0) } ?? 0
    return History.Attempt(
      activity: parts.dropLast().joined(separator: "-"), attempt: number)
  }
}
