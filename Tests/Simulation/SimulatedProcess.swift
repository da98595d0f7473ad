import TemaeCore
import TemaeRunner
import TestSupport

/// A driver's process: every port that it has, until it dies.
///
/// At the call where it dies either nothing happens, or everything does and the driver never hears of
/// it. From then on it reaches nothing any more.
// Safe: a simulation has one thread.
final class SimulatedProcess: @unchecked Sendable {
  let world: SimulatedWorld
  let nature: Nature
  let scheduler: Scheduler
  let name: String
  let breakage: Breakage?
  var epoch = 0
  var isDead = false {
    didSet { if isDead, !oldValue { nature.loseTouch(with: name, at: scheduler.now) } }
  }
  var identifiers = 0
  var interruptionCount = 0
  /// After how many calls it dies, and whether the last one still happens.
  var callsLeft = Int.max
  var isLastCallDone = false
  /// After how many waits it dies.
  var waitsLeft = Int.max
  /// When its machine was started.
  var bootedAt = 0
  /// Another process takes the run over, just now.
  var onTakeOver: () -> Void = {}
  /// Somebody does something at another terminal, just now.
  var onInterference: () -> Void = {}

  init(
    _ name: String, _ world: SimulatedWorld, _ nature: Nature, _ scheduler: Scheduler,
    _ breakage: Breakage?
  ) {
    self.name = name
    self.world = world
    self.nature = nature
    self.scheduler = scheduler
    self.breakage = breakage
  }

  /// A call into the world: what it does happens, or not, as far as the process lives.
  func call<Value>(_ body: () throws -> Value) throws -> Value {
    if isDead { throw SimulatedFault() }
    callsLeft -= 1
    let isLast = callsLeft <= 0
    if isLast { isDead = true }
    if isLast, !isLastCallDone { throw SimulatedFault() }
    let value = try body()
    if isLast { throw SimulatedFault() }
    return value
  }

  /// A place where it waits: it may be dead when it goes on.
  func wait() {
    waitsLeft -= 1
    if waitsLeft <= 0 { isDead = true }
  }

  var ports: DriverPorts {
    DriverPorts(
      journal: self, shell: self, database: self, console: self, clock: self, machine: self)
  }

  /// An attempt takes effect in the world.
  func happen(_ attempt: History.Attempt) {
    let subjects = nature.history.undone(by: attempt.activity)
    let isBroken = breakage == .undoesNothing || breakage == .undoesLate
    nature.happen(attempt, undoes: !isBroken)
    guard breakage == .undoesLate, !subjects.isEmpty else { return }
    let place = nature.history.effects.all.count - 1
    let delay = nature.number(500...3000)
    Task { [scheduler, nature] in
      await scheduler.sleep(milliseconds: delay)
      nature.history.effects.undo(subjects, by: place)
    }
  }

  /// Whether it is its own session that has the database now.
  var isHolder: Bool { nature.hold(at: scheduler.now)?.runner == name }

  /// Something begins in the world, on what the journal held then or when it was decided.
  func begin(_ activity: String, _ attempt: Int, _ text: String, durable: Int? = nil) {
    var durable = durable ?? world.journal.entries.count
    if breakage == .acknowledgesEarly { durable -= 1 }
    nature.history.beginnings.append(
      History.Beginning(
        activity: activity, attempt: attempt, epoch: epoch, durable: durable,
        at: nature.history.effects.now(), text: text))
  }
}

extension SimulatedProcess: ClockPort, MachinePort {
  func now() -> Instant { world.clock.now() }
  func bootMicroseconds() -> Int { scheduler.now - bootedAt }
  func sleep(milliseconds: Int) async {
    await scheduler.sleep(milliseconds: milliseconds)
    wait()
  }
  func digest(ofFile path: String) -> Digest? { world.machine.digest(ofFile: path) }
  func digest(of bytes: [UInt8]) -> Digest { testDigest(bytes) }
  func identifier() -> String {
    identifiers += 1
    return "\(name)-\(identifiers)"
  }
  func interruptions() -> Int { interruptionCount }
  func keyInterruptions() -> Int { interruptionCount }
}
