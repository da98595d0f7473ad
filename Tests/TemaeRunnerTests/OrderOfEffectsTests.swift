import TemaeCore
import TemaeRunner
import TestSupport
import Testing

@Suite("No effect before its intent, no result before its event")
struct OrderOfEffectsTests {
  private static let runbook = Runbook.sample([
    .sample("1", [.shell("1/a"), .sql("1/b"), .sql("1/c"), .shell("1/d")])
  ])

  @Test func `every effect finds its intent durable`() async throws {
    let world = SimulatedWorld(Self.runbook)
    #expect(try await world.driver(try world.open()).drive() == .completed)
    #expect(world.shell.started.count == 2)
    #expect(world.database.effects == ["1/b", "1/c"])
    #expect(world.violations == [])
  }

  @Test(arguments: SimulatedFault.Moment.allCases)
  func `a journal that throws ends the driver without another effect`(
    moment: SimulatedFault.Moment
  ) async throws {
    let whole = SimulatedWorld(Self.runbook)
    _ = try await whole.driver(try whole.open()).drive()
    for append in 2...whole.journal.appends {
      let world = SimulatedWorld(Self.runbook)
      let driver = try world.driver(try world.open())
      world.journal.fail(append: append, moment)
      await #expect(throws: SimulatedFault.self) { try await driver.drive() }
      let intents = world.journal.entries.count { $0.event.type == "attempt.intended" }
      #expect(world.shell.started.count + world.database.performed.count <= intents)
      #expect(world.violations == [], "append \(append)")
    }
  }

  @Test func `a journal that throws at the prompt is not a refusal`() async throws {
    let world = SimulatedWorld(.sample([.sample("1", [.item("1/ok"), .shell("1/a")])]))
    let console = SimulatedConsole(clock: world.clock)
    let driver = try world.driver(try world.open(), console)
    world.journal.fail(append: 2, .before)
    await #expect(throws: SimulatedFault.self) { try await driver.drive() }
    #expect(console.said == [])
  }

  @Test func `a stale driver begins nothing, and what it had begun is kept as evidence`()
    async throws
  {
    let world = SimulatedWorld(.sample([.sample("1", [.sql("1/a"), .sql("1/b")])]))
    let driver = try world.driver(try world.open())
    // The second append is the outcome of 1/a together with the intent of 1/b.
    world.journal.before(append: 3) { journal in
      journal.recordElsewhere([.leaseTaken(.sample())], epoch: 2)
    }
    await #expect(throws: DriverError.self) { try await driver.drive() }
    #expect(world.database.performed.map(\.activity) == ["1/a"])
    let state = try world.replayed()
    #expect(state.lateEvidence.count == 2, "the output and the success")
    #expect(state.activity("1/a")?.phase == .intended)
  }

  @Test func `nobody takes the lead of a run that has ended meanwhile`() throws {
    let world = SimulatedWorld(Self.runbook)
    _ = try world.open()
    world.journal.commandElsewhere(.abort(reason: commitment("enough")), on: Self.runbook)
    #expect(throws: Rejection.self) { try world.takeOver() }
    #expect(try world.replayed().status == .aborted, "the journal can be read")
  }

  @Test func `a stale driver's intent is refused before anything starts`() async throws {
    let world = SimulatedWorld(Self.runbook)
    let driver = try world.driver(try world.open())
    world.journal.before(append: 2) { journal in
      journal.recordElsewhere([.leaseTaken(.sample())], epoch: 2)
    }
    await #expect(throws: DriverError.self) { try await driver.drive() }
    #expect(world.shell.started == [])
    #expect(world.shell.directories == [], "what was prepared is taken back")
  }

  @Test func `an intent that meets an abort is not recorded, and nothing starts`() async throws {
    let world = SimulatedWorld(Self.runbook)
    let driver = try world.driver(try world.open())
    world.journal.before(append: 2) { journal in
      journal.commandElsewhere(.abort(reason: commitment("enough")), on: Self.runbook)
    }
    #expect(try await driver.drive() == .aborted)
    #expect(world.shell.started == [])
    #expect(!world.types.contains("attempt.intended"))
  }

  @Test func `an intent in hand is taken back when the run was aborted right after it`()
    async throws
  {
    let runbook = Runbook.sample([.sample("1", [.sql("1/a"), .sql("1/b")])])
    let world = SimulatedWorld(runbook)
    let shown = SimulatedConsole(clock: world.clock)
    let state = try world.open()
    let console = InterferingConsole(shown) { entries in
      guard case .attemptIntended(let data) = entries.last?.event, data.activity == "1/b" else {
        return
      }
      world.journal.commandElsewhere(.abort(reason: commitment("enough")), on: runbook)
    }
    let ports = DriverPorts(
      journal: world.journal, shell: world.shell, database: world.database, console: console,
      clock: world.clock, machine: world.machine)
    let settings = DriverSettings(
      by: .sample, epoch: 1, isUnattended: false, journalDirectory: "/var/temae",
      environment: world.environment)
    #expect(
      try await Driver(state: state, ports: ports, settings: settings).drive() == .aborted)
    #expect(world.database.performed.map(\.activity) == ["1/a"])
    #expect(try world.replayed().activity("1/b")?.phase == .pending)
  }

  @Test func `a completion or a halt that meets an abort leaves a journal that can be read`()
    async throws
  {
    for (steps, shell) in [
      ([Step.sample("1", [.sql("1/a")])], SimulatedShell.Behaviour.exits()),
      ([.sample("1", [.shell("1/a")])], .exits(1)),
    ] {
      let runbook = Runbook.sample(steps)
      let whole = SimulatedWorld(runbook, shell: { _ in shell })
      _ = try await whole.driver(try whole.open()).drive()
      let last = whole.journal.appends - 1
      let world = SimulatedWorld(runbook, shell: { _ in shell })
      let driver = try world.driver(try world.open())
      world.journal.before(append: last) { journal in
        journal.commandElsewhere(.abort(reason: commitment("enough")), on: runbook)
      }
      #expect(try await driver.drive() == .aborted)
      #expect(try world.replayed().status == .aborted)
    }
  }

  @Test func `a run that was aborted meanwhile is not halted when its statement cannot be settled`()
    async throws
  {
    let runbook = Runbook.sample([.sample("1", [.sql("1/a")])])
    let world = SimulatedWorld(
      runbook,
      sql: { _ in
        var behaviour = SimulatedDatabase.Behaviour()
        behaviour.status = .lost("the connection was lost")
        behaviour.notices = "NOTICE: so far so good"
        return behaviour
      })
    let driver = try world.driver(try world.open())
    world.database.loseNetwork()
    // The third append holds what the statement printed.
    world.journal.before(append: 3) { journal in
      journal.commandElsewhere(.abort(reason: commitment("enough")), on: runbook)
    }
    #expect(try await driver.drive() == .aborted)
    #expect(try world.replayed().status == .aborted, "the journal can be read")
  }

  @Test func `a probe's verdict that meets a person's leaves a journal that can be read`()
    async throws
  {
    let runbook = Runbook.sample([
      .sample("1", [.shell("1/a"), .sql("1/is-there", .probe, of: "1/a")])
    ])
    let settled = Command.settle(activity: "1/a", .done, reason: commitment("I looked"))
    let world = SimulatedWorld(
      runbook,
      shell: { _ in
        var behaviour = SimulatedShell.Behaviour()
        behaviour.status = .lost("the supervisor is gone")
        return behaviour
      })
    let driver = try world.driver(try world.open())
    // The probe runs without an intent of its own in the same append; its verdict is the fifth.
    world.journal.before(append: 5) { $0.commandElsewhere(settled, on: runbook) }
    #expect(try await driver.drive() == .completed)
    let settlements = world.journal.entries.compactMap { entry in
      if case .attemptSettled(let data) = entry.event { data.evidence } else { nil }
    }
    #expect(settlements == [.person])
  }
}

/// A console that lets something happen elsewhere as entries are shown.
private struct InterferingConsole: ConsolePort {
  let console: SimulatedConsole
  let onShow: @Sendable ([Entry]) -> Void

  init(_ console: SimulatedConsole, onShow: @escaping @Sendable ([Entry]) -> Void) {
    self.console = console
    self.onShow = onShow
  }

  var canAsk: Bool { true }

  func show(_ entries: [Entry], _ state: RunState) async { onShow(entries) }

  func output(_ activity: String, _ stream: OutputStream, _ bytes: [UInt8]) {}

  func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) async {}

  func ask(_ question: Question, _ details: [String], _ state: RunState) async -> Answer? {
    await console.ask(question, details, state)
  }

  func say(_ line: String) async { await console.say(line) }
}
