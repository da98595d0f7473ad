import TemaeCore
import TemaeRunner
import TestSupport
import Testing

/// What a driver does with its hold on a database.
@Suite("Holding a database")
struct HoldingTests {
  private static let runbook = Runbook.sample([
    .sample(
      "1",
      [
        .sql("1/look", .check), .sql("1/a"), .sql("1/single") { $0.isOutsideTransaction = true },
        .shell("1/d") { $0.database = "main" },
      ])
  ])

  private func settled(_ world: SimulatedWorld) -> [String] {
    world.journal.entries.compactMap { entry in
      guard case .attemptSettled(let data) = entry.event else { return nil }
      return "\(data.activity)#\(data.attempt) \(data.evidence.rawValue) \(data.verdict.rawValue)"
    }
  }

  @Test func `what alters a database is begun by its holder only, and what looks needs no hold`()
    async throws
  {
    let world = SimulatedWorld(Self.runbook)
    world.database.setRivals([.init(run: "other-1", text: "process 7 of the server")])
    #expect(try await world.driver(try world.open()).drive() == .halted(.target))
    #expect(world.database.performed.isEmpty && !world.types.contains("attempt.intended"))
    #expect(world.shell.started.isEmpty)
    let detail = try world.replayed().halt?.detail ?? ""
    #expect(detail.contains("process 7 of the server") && detail.contains("1/a was not begun"))

    world.database.setRivals([])
    #expect(try await world.driver(try world.takeOver()).drive() == .completed)
    for order in world.database.performed {
      let isRead = order.activity.hasPrefix("1/look")
      #expect((order.holder == nil) == isRead, "\(order.activity)")
    }
    #expect(world.violations.isEmpty)
  }

  @Test func `a shell block on a database is not begun without the hold`() async throws {
    let runbook = Runbook.sample([.sample("1", [.shell("1/d") { $0.database = "main" }])])
    let world = SimulatedWorld(runbook)
    world.database.setRivals([.init(run: "other-1", text: "process 7 of the server")])
    #expect(try await world.driver(try world.open()).drive() == .halted(.target))
    #expect(world.shell.started.isEmpty && !world.types.contains("attempt.intended"))
  }

  @Test
  func `a shell block whose hold is lost behind its intent is not begun, and its next attempt is`()
    async throws
  {
    let runbook = Runbook.sample([.sample("1", [.shell("1/d") { $0.database = "main" }])])
    let world = SimulatedWorld(runbook)
    // Held before the intent, lost when it is looked at again before the command is started.
    world.database.loseHold(before: 2)
    #expect(try await world.driver(try world.open()).drive() == .completed)
    #expect(settled(world) == ["1/d#1 neverStarted again"])
    #expect(world.shell.started.count == 1)
    #expect(world.shell.directories.isEmpty, "what was prepared for the first is gone")
  }

  @Test func `what was decided before a person ended the run is not begun after it`() async throws {
    let runbook = Runbook.sample([
      .sample("1", [.shell("1/w", .watch), .sql("1/a")])
    ])
    let world = SimulatedWorld(
      runbook, shell: { $0.directory.contains("1/w") ? .held : .exits() })
    world.database.whileHolding {
      world.journal.recordElsewhere([.runAborted(RunAborted(reason: commitment("enough")))])
      // The driver learns of the abort when it records the end of the watch.
      world.shell.release("1/w")
      while !world.types.contains("watch.ended") { await Task.yield() }
    }
    #expect(try await world.driver(try world.open()).drive() == .aborted)
    #expect(world.database.performed.isEmpty)
    #expect(try world.replayed().status == .aborted, "\(world.types)")
  }

  @Test func `an attempt that found its hold gone was never begun, and the next one is`()
    async throws
  {
    let world = SimulatedWorld(
      Self.runbook,
      sql: { order in
        var behaviour = SimulatedDatabase.Behaviour()
        if order.activity == "1/single", order.attempt == 1 {
          behaviour.status = .unheld("it is gone")
          behaviour.commits = false
        }
        return behaviour
      })
    #expect(try await world.driver(try world.open()).drive() == .completed)
    #expect(settled(world) == ["1/single#1 neverStarted again"])
    #expect(world.database.effects == ["1/a", "1/single"])
  }

  @Test func `what no marker tells is not settled while another runner holds the database`()
    async throws
  {
    // The driver's machine is gone, behind the intent: what it was about to send may still come.
    let world = SimulatedWorld(
      Runbook.sample([.sample("1", [.sql("1/single") { $0.isOutsideTransaction = true }])]))
    let console = SimulatedConsole(
      clock: world.clock,
      onShow: { entries in
        guard entries.contains(where: { $0.event.type == "attempt.intended" }) else { return }
        world.journal.recordElsewhere([.leaseTaken(.sample())], epoch: 2)
      })
    let first = try world.driver(try world.open(), console)
    await #expect(throws: DriverError.self) { try await first.drive() }

    world.database.setRivals([.init(run: "sample-1", text: "process 7 of the server")])
    #expect(try await world.driver(try world.takeOver()).drive() == .halted(.unknown))
    #expect(!world.types.contains("attempt.lost"))
    let detail = try world.replayed().halt?.detail ?? ""
    #expect(
      detail.contains("1/single cannot be settled") && detail.contains("process 7"), "\(detail)")

    world.database.setRivals([])
    let person = SimulatedConsole(
      clock: world.clock, answering: { _, _ in .again(reason: "it is not there") })
    #expect(try await world.driver(try world.takeOver(), person).drive() == .completed)
    #expect(world.database.effects == ["1/single"])
  }

  @Test func `a hold that is gone again and again halts the run`() async throws {
    let world = SimulatedWorld(
      Self.runbook,
      sql: { order in
        var behaviour = SimulatedDatabase.Behaviour()
        guard order.activity == "1/single" else { return behaviour }
        behaviour.status = .unheld("it is gone")
        behaviour.commits = false
        return behaviour
      })
    #expect(try await world.driver(try world.open()).drive() == .halted(.target))
    #expect(settled(world).count == 3)
  }

  @Test func `the lease is read once more before what nothing on the server would refuse`()
    async throws
  {
    let world = SimulatedWorld(
      Runbook.sample([.sample("1", [.sql("1/single") { $0.isOutsideTransaction = true }])]))
    // Somebody takes the run over when the intent is durable and nothing has been sent.
    let console = SimulatedConsole(
      clock: world.clock,
      onShow: { entries in
        guard entries.contains(where: { $0.event.type == "attempt.intended" }) else { return }
        world.journal.recordElsewhere([.leaseTaken(.sample())], epoch: 2)
      })
    let driver = try world.driver(try world.open(), console)
    await #expect(throws: DriverError.self) { try await driver.drive() }
    #expect(world.database.performed.isEmpty)
  }
}
