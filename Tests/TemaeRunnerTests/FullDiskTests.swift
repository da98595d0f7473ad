import TemaeCore
import TemaeRunner
import TestSupport
import Testing

/// The disk of the journal is full at each append there is.
@Suite("A full disk")
struct FullDiskTests {
  private static let runbook = Runbook.sample([
    .sample(
      "1",
      [
        .sql("1/a"), .sql("1/b"), .shell("1/c", .change, "echo c"),
        .shell("1/d", .change, "echo d"),
      ]),
    .sample("2", [.sql("2/e") { $0.capture = "rows" }, .sql("2/f", .check)]),
  ])

  private func world() -> SimulatedWorld {
    SimulatedWorld(
      Self.runbook, sql: { _ in .returns([["3"]]) }, shell: { _ in .exits(0, "done\n") })
  }

  @Test func `the driver halts with a last event, and no outcome is lost`() async throws {
    let whole = world()
    #expect(try await whole.driver(try whole.open()).drive() == .completed)
    let count = whole.journal.appends
    #expect(count > 6)
    // The first append opens the run, the last one lets go of it when it is completed.
    for append in 2..<count {
      let world = world()
      let driver = try world.driver(try world.open())
      world.journal.fillDisk(append: append)
      #expect(try await driver.drive() == .halted(.disk), "append \(append)")
      let halts = world.journal.entries.filter { entry in
        guard case .runHalted(let halted) = entry.event else { return false }
        return halted.reason == .disk
      }
      #expect(halts.count == 1, "append \(append)")
      let intents = world.journal.entries.filter { $0.event.type == "attempt.intended" }
      let ends = world.journal.entries.filter { entry in
        ["attempt.succeeded", "check.passed", "attempt.settled"].contains(entry.event.type)
      }
      #expect(intents.count == ends.count, "append \(append): an outcome is missing")
      world.journal.reopen()
      #expect(
        try await world.driver(try world.takeOver()).drive() == .completed, "append \(append)")
      #expect(world.violations == [], "append \(append)")
    }
  }
}
