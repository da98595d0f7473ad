import Synchronization
import TemaeCore
import TemaeRunner
import TestSupport
import Testing

@Suite("Amending a run")
struct AmendingTests {
  private static let runbook = Runbook.sample([
    .sample("1", [.shell("1/a", .change, of: nil, "one")]),
    .sample("2", [.sql("2/b", .change, of: nil, #"\i b.sql"#) { $0.includes = ["b.sql"] }]),
  ])

  private static let amended: Runbook = {
    var runbook = Self.runbook
    runbook.phases[0].steps[0].activities[0].text = "ONE"
    runbook.digest = testDigest("amended".utf8)
    return runbook
  }()

  private func file(_ text: String) -> Opening.File {
    Opening.File(
      pinned: PinnedFile(path: "b.sql", digest: testDigest(text.utf8), use: .included),
      bytes: Array(text.utf8))
  }

  private func amending(_ file: Opening.File) -> Amending {
    Amending(
      runbook: Self.amended, compiled: [1], source: [2], difference: "-one\n+ONE\n",
      directory: "/srv/runbook", document: "runbook.md", files: [file], acceptance: .annotated,
      parameters: [], targets: [], reason: "a typing error", tool: "0.1.0")
  }

  private func lead(_ world: SimulatedWorld) -> Lead {
    Lead(
      run: "run-1", journal: world.journal, clock: world.clock, machine: world.machine,
      by: .sample)
  }

  @Test func `what runs after an amendment is what it took in, files too`() async throws {
    let ran = Mutex<[String]>([])
    let world = SimulatedWorld(
      Self.runbook,
      sql: { order in
        ran.withLock { $0 += order.pieces.map(\.text) }
        return .init()
      },
      shell: { order in
        ran.withLock { $0.append(order.script) }
        return order.script == "one" ? .exits(1, "") : .exits(0, "")
      })
    let driver = try world.driver(try world.open(files: [file("select 1")])) {
      $0.isUnattended = true
    }
    #expect(try await driver.drive() == .halted(.failed))
    let state = await driver.state
    let amended = try #require(
      try amending(file("select 2")).record(on: state, lead(world), .sample()))
    #expect(amended.epoch == 2 && amended.isReleased)
    #expect(amended.activity("1/a")?.phase == .pending)
    let next = try #require(try lead(world).take(.sample(), from: amended))
    #expect(try await world.driver(next).drive() == .completed)
    #expect(ran.withLock { $0 } == ["one", "ONE", "select 2"])
    #expect(world.violations == [])
  }

  @Test func `an amendment decided on an older state of the run is not recorded`() throws {
    let world = SimulatedWorld(Self.runbook)
    let state = try world.open(files: [file("select 1")])
    world.journal.recordElsewhere([.noteAdded(NoteAdded(text: commitment("look")))])
    let before = world.types
    #expect(try amending(file("select 1")).record(on: state, lead(world), .sample()) == nil)
    #expect(world.types == before)
  }

  @Test func `a driver whose run was amended while it waited for a person lets go of it`()
    async throws
  {
    let runbook = Runbook.sample([.sample("1", [.item("1/look"), .shell("1/a")])])
    var corrected = runbook
    corrected.phases[0].steps[0].activities[1].text = "ONE"
    corrected.digest = testDigest("corrected".utf8)
    let amended = corrected
    let world = SimulatedWorld(runbook)
    let console = SimulatedConsole(
      clock: world.clock,
      answering: { _, _ in
        world.journal.recordElsewhere(
          [
            .leaseTaken(.sample()),
            .runbookAmended(.sample(from: runbook, to: amended, changed: ["1/a"])),
            .leaseReleased(LeaseReleased()),
          ], epoch: 2)
        return nil
      })
    let driver = try world.driver(try world.open(), console)
    // It cannot read on, and must not say that the journal is wrong.
    await #expect {
      try await driver.drive()
    } throws: { error in
      guard case DriverError.fenced(epoch: 2) = error else { return false }
      return true
    }
    #expect(world.shell.started.isEmpty)
  }

  // A driver that was asleep wakes up: its intent meets the amendment.
  @Test func `a driver whose run was amended while it slept starts nothing of the old runbook`()
    async throws
  {
    let world = SimulatedWorld(Self.runbook)
    let driver = try world.driver(try world.open(files: [file("select 1")]))
    world.journal.before(append: world.journal.appends + 1) { journal in
      journal.recordElsewhere(
        [
          .leaseTaken(.sample()),
          .runbookAmended(.sample(from: Self.runbook, to: Self.amended, changed: ["1/a"])),
          .leaseReleased(LeaseReleased()),
        ], epoch: 2)
    }
    await #expect {
      try await driver.drive()
    } throws: { error in
      guard case DriverError.fenced(epoch: 2) = error else { return false }
      return true
    }
    #expect(!world.types.contains("attempt.intended"))
    #expect(world.violations == [])
  }
}
