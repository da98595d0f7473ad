import TemaeCore
import TemaeRunner
import TestSupport
import Testing

/// A driver dies at every append there is, once before the entries are durable and once after.
///
/// The next drivers finish the run on the same journal and the same world.
@Suite("A crash at any instant")
struct CrashTests {
  private static let runbook = Runbook.sample(
    prerequisites: [.item("prerequisites/1")],
    [
      .sample(
        "1",
        [
          .sql("1/rows", .check) { $0.comparison = Comparison(kind: .unchanged) },
          .shell("1/a", .change, "export PLACE=east"), .sql("1/b"), .sql("1/c"),
          .sql("1/single") { $0.isOutsideTransaction = true },
          .sql("1/is-single", .probe, of: "1/single"),
          .shell("1/d", .change, "echo $PLACE") { $0.database = "main" },
        ]), .sample("2", [.shell("2/see", .watch), .sql("2/e") { $0.capture = "rows" }]),
      .sample("3", needs: ["1"], [.sql("3/f"), .shell("3/g") { $0.isConfirmed = true }]),
    ], success: [.item("success/1")])

  private func world() -> SimulatedWorld {
    // The probe looks whether the change that it belongs to is there.
    let effects = EffectLog()
    return SimulatedWorld(
      Self.runbook,
      sql: { order in
        if order.activity == "1/single" { effects.add(order.activity) }
        guard order.activity == "1/is-single" else { return .returns([["3"]]) }
        return .returns([[effects.contains("1/single") ? "t" : "f"]])
      },
      shell: { order in
        if order.directory.contains("2/see") { return .held }
        var behaviour = SimulatedShell.Behaviour.exits(0, "done\n")
        if order.script.contains("export") {
          behaviour.exported = [EnvironmentVariable(name: "PLACE", value: "east")]
        }
        return behaviour
      })
  }

  @Test(arguments: SimulatedFault.Moment.allCases)
  func `every effect happens exactly once, whichever append the driver dies at`(
    moment: SimulatedFault.Moment
  ) async throws {
    let whole = world()
    #expect(try await whole.driver(try whole.open()).drive() == .completed)
    let count = whole.journal.appends
    #expect(count > 15)
    for append in 2...count {
      let world = world()
      let driver = try world.driver(try world.open())
      world.journal.fail(append: append, moment)
      await #expect(throws: SimulatedFault.self, "append \(append)") { try await driver.drive() }
      try await finish(world, "append \(append) \(moment)")
    }
  }

  @Test func `a marker from before a restore says nothing of what is there`() async throws {
    let runbook = Runbook.sample([.sample("1", [.sql("1/b")])])
    var lost = 0
    for append in 2...8 {
      let world = SimulatedWorld(runbook, sql: { _ in .returns([]) })
      let driver = try world.driver(try world.open())
      world.journal.fail(append: append, .before)
      _ = try? await driver.drive()
      let phase = try world.replayed().activity("1/b")?.phase
      guard world.database.effects == ["1/b"], phase?.isOpen == true else { continue }
      lost += 1
      world.database.restore()
      let next = try world.driver(try world.takeOver()) { $0.isUnattended = true }
      #expect(try await next.drive() != .completed)
      #expect(try world.replayed().activity("1/b")?.phase == .unknown)
      #expect(world.database.effects == ["1/b"])
    }
    #expect(lost > 0)
  }

  @Test func `two crashes in a row lose and repeat nothing either`() async throws {
    let whole = world()
    _ = try await whole.driver(try whole.open()).drive()
    for first in stride(from: 2, through: whole.journal.appends, by: 3) {
      for second in 2...4 {
        let world = world()
        let driver = try world.driver(try world.open())
        world.journal.fail(append: first, .after)
        _ = try? await driver.drive()
        guard try !world.replayed().status.isEnded else { continue }
        let next = try world.driver(try world.takeOver())
        world.journal.fail(append: world.journal.appends + second, .after)
        _ = try? await next.drive()
        try await finish(world, "appends \(first) and \(second) later")
      }
    }
  }

  private func finish(_ world: SimulatedWorld, _ label: Comment) async throws {
    if try !world.replayed().status.isEnded {
      let driver = try world.driver(try world.takeOver())
      #expect(try await driver.drive() == .completed, label)
    }
    #expect(try world.replayed().status == .completed, label)
    #expect(world.violations == [], label)
    #expect(
      world.database.effects.sorted() == ["1/b", "1/c", "1/single", "2/e", "3/f"], label)
    let commands = world.shell.started.map(\.script).filter { $0 != "true" }
    #expect(commands.sorted() == ["echo $PLACE", "export PLACE=east"], label)
    let places = world.shell.started.filter { $0.script == "echo $PLACE" }.map { order in
      order.environment.first { $0.name == "PLACE" }?.value
    }
    #expect(places == ["east"], label)
    #expect(world.shell.started.count { $0.directory.contains("3/g") } == 1, label)
    #expect(try world.replayed().deviations == 0, label)
  }
}
