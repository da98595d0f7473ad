import TemaeCore
import TemaeRunner
import TestSupport

/// One run of one random runbook in a hostile world, until it has come to its end.
// Safe: a simulation has one thread.
final class Simulation: @unchecked Sendable {
  /// More drivers than any seed needs.
  static let mostDrivers = 60

  let nature: Nature
  let scheduler: Scheduler
  let breakage: Breakage?
  let world: SimulatedWorld
  private var drivers: [Task<Void, Never>] = []
  private var count = 0
  private var takeOversLeft: Int
  private var interferencesLeft: Int
  /// Whether more goes wrong than elsewhere, and above all servers fail over.
  let isStormy: Bool
  /// How often an operator may still decide to go back.
  var rollbacksLeft: Int
  /// Whether steps have planned instants, half a second for each minute.
  private let isScheduled: Bool
  var boot = Boot()

  /// What happened under this seed.
  static func run(seed: UInt64, _ breakage: Breakage? = nil) -> History {
    let started = Started()
    let history = DeterministicExecutor.run(seed: seed) { scheduler in
      let simulation = Simulation(seed: seed, scheduler, breakage)
      started.simulation = simulation
      return await simulation.run()
    }
    defer { started.simulation?.letGo() }
    return history ?? started.simulation?.stuck() ?? History(runbook: .sample([]))
  }

  /// Its processes and the clock lead back to it: whoever keeps nothing of it lets go of all of it.
  private func letGo() {
    boot.processes = []
    drivers = []
    scheduler.onMove = { _ in }
  }

  // Safe: a simulation has one thread.
  private final class Started: @unchecked Sendable { var simulation: Simulation? }

  /// What happened until it went round in circles.
  private func stuck() -> History {
    nature.history.errors.append("the simulation does not end")
    return finished()
  }

  private init(seed: UInt64, _ scheduler: Scheduler, _ breakage: Breakage?) {
    self.scheduler = scheduler
    self.breakage = breakage
    let nature = Nature(seed: seed)
    self.nature = nature
    takeOversLeft = nature.number(0...2)
    interferencesLeft = nature.number(0...3)
    isStormy = nature.isOne(in: 8)
    rollbacksLeft = isStormy ? 2 : max(0, nature.number(-1...2))
    isScheduled = nature.isOne(in: 3)
    if breakage == .maskIsOff { nature.history.runbook.settings.secrets = [] }
    let clock = SimulatedClock(waiting: { await scheduler.sleep(milliseconds: $0) })
    scheduler.onMove = { clock.set(elapsedMicroseconds: $0) }
    world = SimulatedWorld(
      nature.history.runbook, clock: clock, sql: { nature.behaviour(of: $0) },
      shell: { nature.behaviour(of: $0) })
  }

  private func run() async -> History {
    do {
      let t0 = isScheduled ? world.clock.now().advanced(bySeconds: 1) : nil
      let state = try world.open(t0: t0, minute: 500_000)
      nature.history.acknowledged += world.journal.entries
      start(process("process-1"), state)
      try await driveToTheEnd()
    } catch {
      nature.history.errors.append("\(error)")
    }
    for driver in drivers { await driver.value }
    return finished()
  }

  private func finished() -> History {
    nature.history.entries = world.journal.entries
    nature.history.bodies = world.journal.entries.map(\.body)
    for bytes in nature.history.bodies + world.journal.payloads {
      nature.history.shown += String(decoding: bytes, as: UTF8.self) + "\n"
    }
    nature.history.violations = world.violations
    nature.history.steps = scheduler.steps
    nature.history.end = try? replayed()
    return nature.history
  }

  /// One driver after the other; after a few the world grows kind.
  ///
  /// A run that has ended may be rolled back all the same, in a world that is as it was at first.
  private func driveToTheEnd() async throws {
    var hostile = nature.number(1...8)
    while count < Self.mostDrivers {
      if let driver = drivers.last { await driver.value }
      if try replayed().status.isEnded {
        guard try decideToGoBack() else { return }
        nature.isHostile = true
        hostile = count + nature.number(0...5)
      }
      if count >= hostile { becomeKind() }
      if nature.isHostile, nature.isOne(in: 2) { try amend() }
      if nature.isHostile, nature.isOne(in: 10) { _ = try decideToGoBack() }
      if try !takeOver() { await scheduler.sleep(milliseconds: nature.number(50...500)) }
    }
    nature.history.errors.append("after \(count) drivers the run has not ended")
  }

  /// Whether another runner took the lead, which it only does when nobody else has the database.
  private func takeOver() throws -> Bool {
    let process = process("process-\(count + 1)")
    // A server that cannot be reached just now is passed over.
    let isPassedOver = nature.isNetworkDown || nature.isHostile && nature.isOne(in: 6)
    guard isPassedOver || isHeld(by: process) else { return false }
    guard let state = try takeLead() else {
      process.isDead = true
      return false
    }
    start(process, state)
    return true
  }

  private func isHeld(by process: SimulatedProcess) -> Bool {
    if nature.takeHold(process.name, at: scheduler.now) != nil { return true }
    // A person may find the other one gone for good, and end its session on the server.
    guard nature.isOne(in: 2) else { return false }
    nature.hold = nil
    return nature.takeHold(process.name, at: scheduler.now) != nil
  }

  private func takeLead() throws -> RunState? {
    let lead = Lead(
      run: "run-1", journal: world.journal, clock: world.clock, machine: world.machine,
      by: .sample)
    let seen = try replayed()
    let before = world.journal.entries.count
    let lease = LeaseTaken.sample(boot: boot.id)
    let taken: RunState?
    do {
      taken = try lead.take(lease, from: seen, repins: repins(of: seen))
    } catch is Rejection {
      return nil
    }
    guard let state = taken else { return nil }
    nature.history.acknowledged += world.journal.entries[before...]
    if nature.difference(from: seen.targets.first?.identity) != nil {
      nature.history.repins.append(nature.history.effects.now())
    }
    // Somebody else had seen the same state, and is a moment later.
    if nature.isHostile, nature.isOne(in: 6), try lead.take(lease, from: seen) != nil {
      nature.history.errors.append("two runners took the lead of one state")
    }
    return state
  }

  /// What a person says of a server that is not the pinned one any more.
  private func repins(
    of state: RunState
  ) -> (events: [TargetRepinned], reason: SealedPayload)? {
    guard let difference = nature.difference(from: state.targets.first?.identity) else {
      return nil
    }
    let reason = world.journal.seal(Array("a failover".utf8), media: "text/plain")
    let repinned = TargetRepinned(
      database: "main", difference: difference, identity: nature.server, reason: reason.commitment)
    return ([repinned], reason)
  }

  private func process(_ name: String) -> SimulatedProcess {
    SimulatedProcess(name, world, nature, scheduler, breakage)
  }

  private func start(_ process: SimulatedProcess, _ state: RunState) {
    count += 1
    process.epoch = state.epoch
    if nature.isHostile, !nature.isOne(in: 4) {
      process.callsLeft = nature.number(1...60)
      process.isLastCallDone = nature.isOne(in: 2)
    }
    if nature.isHostile, nature.isOne(in: 3) { process.waitsLeft = nature.number(1...100) }
    process.bootedAt = boot.startedAt
    boot.processes.append(process)
    brewTrouble()
    process.onTakeOver = { [self] in
      guard takeOversLeft > 0 else { return }
      takeOversLeft -= 1
      _ = try? takeOver()
    }
    process.onInterference = { [self] in
      guard interferencesLeft > 0 else { return }
      interferencesLeft -= 1
      interfere()
    }
    if nature.isHostile, nature.isOne(in: 6) {
      let delay = nature.number(1...2000)
      Task { [scheduler] in
        await scheduler.sleep(milliseconds: delay)
        process.interruptionCount += 1
      }
    }
    drivers.append(Task { await self.drive(process, state) })
  }

  private func drive(_ process: SimulatedProcess, _ state: RunState) async {
    let secret = breakage == .maskIsOff ? "HOUSE_DOOR" : "HOUSE_KEY"
    let settings = DriverSettings(
      by: .sample, epoch: state.epoch, isUnattended: false, journalDirectory: "/var/temae",
      environment: world.environment + [EnvironmentVariable(name: secret, value: Nature.secret)])
    do {
      let driver = try Driver(state: state, ports: process.ports, settings: settings)
      do {
        _ = try await driver.drive()
      } catch is SimulatedFault {
      } catch DriverError.fenced {}
      nature.history.states.append(await driver.state)
    } catch is SimulatedFault {
    } catch {
      nature.history.errors.append("\(process.name): \(error)")
    }
    process.isDead = true
  }

  /// A person at another terminal; what is refused is refused.
  private func interfere() {
    guard let state = try? replayed(), let activity = nature.pick(state.activities) else {
      return
    }
    let reason = commitment("at another terminal")
    let commands: [Command] = [
      .note(activity: activity.id, text: reason), .pause,
      .skip(activity: activity.id, reason: reason),
      .retry(activity: activity.id, reason: reason), .abort(reason: reason),
      .answer(activity: activity.id, .yes, note: nil), .resume,
      .settle(
        activity: activity.id,
        nature.history.effects.lasts(activity.id, activity.attempts) ? .done : .again,
        reason: reason),
      .rollBack(scope: nil, upTo: nil, keepsGoing: false, reason: nil),
    ]
    guard let command = nature.pick(commands) else { return }
    _ = record(command, on: state)
  }
}
