import TemaeCore
import TemaeRunner
import TestSupport
import Testing

@Suite("Waiting for a person where nobody can be asked")
struct WaitingTests {
  private static let runbook = Runbook.sample([
    .sample("1", [.item("1/ready"), .shell("1/a")])
  ])

  @Test func `an answer from another terminal is waited for, and the run goes on`() async throws {
    let world = SimulatedWorld(Self.runbook)
    let console = SimulatedConsole(clock: world.clock, canAsk: false) { awaited, count in
      guard awaited == .person(.item(activity: "1/ready")), count == 35 else { return }
      world.journal.commandElsewhere(
        .answer(activity: "1/ready", .yes, note: nil), on: Self.runbook)
    }
    let driver = try world.driver(try world.open(), console)
    #expect(try await driver.drive() == .completed)
    #expect(console.asked == [])
    #expect(world.shell.started.count == 1)
    #expect(!world.types.contains("run.halted"))
  }

  @Test func `an unattended driver halts instead`() async throws {
    let world = SimulatedWorld(Self.runbook)
    let driver = try world.driver(try world.open()) { $0.isUnattended = true }
    #expect(try await driver.drive() == .halted(.person))
    #expect(world.shell.started == [])
  }

  @Test func `a driver that waits can be interrupted and paused`() async throws {
    for isPause in [false, true] {
      let world = SimulatedWorld(Self.runbook)
      let console = SimulatedConsole(clock: world.clock, canAsk: false) { _, count in
        guard count == 3 else { return }
        if isPause {
          world.journal.commandElsewhere(.pause, on: Self.runbook)
        } else {
          world.machine.interrupt()
        }
      }
      let driver = try world.driver(try world.open(), console)
      let expected = isPause ? RunOutcome.paused : .halted(.interrupted)
      #expect(try await driver.drive() == expected)
      #expect(world.types.last == "lease.released")
    }
  }
}
