import TemaeCore
import TemaeRunner
import TestSupport
import Testing

/// The wall clock is set a day back or forth while a driver is at work.
struct ClockStepTests {
  private static let day = 86_400

  @Test(arguments: [-day, day])
  func `a back-off lasts as long as it says`(seconds: Int) async throws {
    let runbook = Runbook.sample([
      .sample(
        "1",
        [
          .shell("1/a") {
            $0.retries = 1
            $0.backoffSeconds = 60
          }
        ])
    ])
    let clock = SimulatedClock()
    let world = SimulatedWorld(
      runbook, clock: clock,
      shell: { order in
        guard order.directory.contains("1/a-1") else { return .exits() }
        return .exits(1)
      })
    let console = SimulatedConsole(clock: clock) { _, count in
      if count == 20 { clock.step(byMicroseconds: seconds * 1_000_000) }
    }
    let driver = try world.driver(try world.open(), console)
    #expect(try await driver.drive() == .completed)
    let intents = world.journal.entries.filter { $0.event.type == "attempt.intended" }
    let failed = try #require(world.journal.entries.first { $0.event.type == "attempt.failed" })
    #expect(intents.count == 2)
    let waited = intents[1].draft.bootMicroseconds - failed.draft.bootMicroseconds
    #expect((60_000_000...62_000_000).contains(waited))
    // The step itself stays visible: the entries hold both clocks.
    let wall = intents[1].at.microseconds(since: failed.at)
    #expect(abs(wall - waited) == Self.day * 1_000_000)
  }

  @Test(arguments: [-day, day])
  func `a driver that waits for a person looks on every second`(seconds: Int) async throws {
    let runbook = Runbook.sample([
      .sample(
        "1", [.shell("1/see", .watch) { $0.forSeconds = 30 }, .item("1/ready"), .shell("1/a")])
    ])
    let clock = SimulatedClock()
    let world = SimulatedWorld(
      runbook, clock: clock,
      shell: { order in order.directory.contains("1/see") ? .held : .exits() })
    let console = SimulatedConsole(clock: clock, canAsk: false) { awaited, count in
      if count == 20 { clock.step(byMicroseconds: seconds * 1_000_000) }
      guard awaited == .person(.item(activity: "1/ready")), count == 600 else { return }
      world.journal.commandElsewhere(
        .answer(activity: "1/ready", .yes, note: nil), on: runbook)
    }
    let driver = try world.driver(try world.open(), console)
    #expect(try await driver.drive() == .completed)
    let entries = world.journal.entries
    let began = try #require(entries.first { $0.event.type == "attempt.intended" })
    let ended = try #require(entries.first { $0.event.type == "watch.ended" })
    let lasted = ended.draft.bootMicroseconds - began.draft.bootMicroseconds
    #expect((30_000_000...33_000_000).contains(lasted))
  }
}
