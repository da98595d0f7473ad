import TemaeCore
import TemaeRunner
import TestSupport
import Testing

@Suite("Runs from end to end")
struct WholeRunTests {
  @Test func `a runbook runs through, each event in its place`() async throws {
    let world = SimulatedWorld(
      .sample(
        prerequisites: [.item("prerequisites/1")],
        [
          .sample(
            "1",
            [
              .sql("1/rows", .check) { $0.comparison = Comparison(kind: .unchanged) },
              .shell("1/a") { $0.database = "main" }, .sql("1/b"),
            ])
        ], success: [.item("success/1")]),
      sql: { _ in .returns([["3"]]) })
    let driver = try world.driver(try world.open())
    #expect(try await driver.drive() == .completed)
    #expect(
      world.types == [
        "run.opened", "lease.taken", "item.answered",
        "attempt.intended", "attempt.output", "value.captured", "attempt.succeeded",
        "target.observed", "attempt.intended", "attempt.started", "attempt.succeeded",
        "attempt.intended", "attempt.output", "attempt.succeeded",
        "attempt.intended", "attempt.output", "check.passed",
        "item.answered", "run.completed", "lease.released",
      ])
    #expect(world.database.effects == ["1/b"])
    #expect(world.violations == [])
    #expect(world.shell.directories == [], "spools are removed after their outcome")
    #expect(try world.replayed() == (await driver.state))
  }

  @Test func `the outcome of one activity and the intent of a SQL one go into one append`()
    async throws
  {
    let world = SimulatedWorld(.sample([.sample("1", [.sql("1/a"), .sql("1/b"), .shell("1/c")])]))
    let state = try world.open()
    #expect(try await world.driver(state).drive() == .completed)
    let commands = world.journal.entries.map { ($0.event, $0.draft.command) }
    func command(_ isMatch: (Event) -> Bool) -> String? { commands.first { isMatch($0.0) }?.1 }
    let succeeded = { (id: String) in
      command { event in
        if case .attemptSucceeded(let data) = event { return data.activity == id }
        return false
      }
    }
    let intended = { (id: String) in
      command { event in
        if case .attemptIntended(let data) = event { return data.activity == id }
        return false
      }
    }
    #expect(succeeded("1/a") == intended("1/b"))
    #expect(succeeded("1/b") != intended("1/c"), "a shell attempt's directory comes first")
  }

  @Test func `a stage's instant is waited for`() async throws {
    let world = SimulatedWorld(.sample([.sample("1", at: 2, [.shell("1/a")])]))
    let start = world.clock.now()
    let state = try world.open(t0: start, minute: 1_000_000)
    #expect(try await world.driver(state).drive() == .completed)
    let intent = try #require(world.journal.entries.first { $0.event.type == "attempt.intended" })
    #expect(intent.at >= start.advanced(bySeconds: 2))
  }

  @Test func `values and exports reach later blocks, also after a resume`() async throws {
    let world = SimulatedWorld(
      .sample([
        .sample(
          "1",
          [
            .sql("1/count", .capture) { $0.capture = "row-count" },
            .shell("1/place", .change, "export PLACE=east"),
          ]), .sample("2", [.shell("2/use", .change, "echo $PLACE $TEMAE_VALUE_ROW_COUNT")]),
      ]),
      sql: { _ in .returns([["42"]]) },
      shell: { order in
        var behaviour = SimulatedShell.Behaviour.exits()
        if order.script.contains("export") {
          behaviour.exported = [
            EnvironmentVariable(name: "PLACE", value: "east"),
            EnvironmentVariable(name: "UNUSED", value: "x"),
          ]
        }
        return behaviour
      })
    let first = try world.driver(try world.open()) { $0.untilStage = "1" }
    #expect(try await first.drive() == .paused)
    #expect(try await world.driver(try world.takeOver()).drive() == .completed)
    let given = try #require(world.shell.started.last?.environment)
    #expect(given.contains(EnvironmentVariable(name: "PLACE", value: "east")))
    #expect(given.contains(EnvironmentVariable(name: "TEMAE_VALUE_ROW_COUNT", value: "42")))
    #expect(!given.contains { $0.name == "UNUSED" })
    #expect(!world.types.contains("variable.exported.UNUSED"))
  }

  @Test func `no variable has a name that a shell cannot have, or is too long to be given`()
    async throws
  {
    let long = String(repeating: "x", count: 200_000)
    let world = SimulatedWorld(
      .sample([
        .sample(
          "1",
          [
            .sql("1/rows", .check) { $0.comparison = Comparison(kind: .unchanged) },
            .sql("1/long", .capture) { $0.capture = "long" }, .shell("1/a"),
          ])
      ]), sql: { $0.activity == "1/long" ? .returns([[long]]) : .returns([["3"]]) })
    #expect(try await world.driver(try world.open()).drive() == .completed)
    let names = try #require(world.shell.started.first?.environment.map(\.name))
    #expect(names.filter { $0.hasPrefix("TEMAE_VALUE_") } == [])
  }

  @Test func `a secret parameter that is a variable too is held once, and its value is given`()
    async throws
  {
    var world = SimulatedWorld(.sample([.sample("1", [.shell("1/a")])]))
    world.environment.append(EnvironmentVariable(name: "API_TOKEN", value: "of-the-variable"))
    let driver = try world.driver(try world.open()) { settings in
      let secret = NeededSecret(
        name: "API_TOKEN", origin: .parameter(prompt: nil, defaultValue: nil))
      settings.secrets = [SuppliedSecret(secret: secret, value: "of-the-parameter")]
    }
    #expect(try await driver.drive() == .completed)
    #expect(world.types.count { $0 == "secret.supplied" } == 1)
    let given = world.shell.started.first?.environment.filter { $0.name == "API_TOKEN" }
    #expect(given?.map(\.value) == ["of-the-parameter"])
  }

  @Test func `each attempt is told its run, step, number and a key that retries share`()
    async throws
  {
    let world = SimulatedWorld(
      .sample([.sample("1", [.shell("1/a") { $0.retries = 1 }])]),
      shell: { order in
        .exits(order.environment.contains { $0.name == "TEMAE_ATTEMPT" && $0.value == "1" } ? 1 : 0)
      })
    #expect(try await world.driver(try world.open()).drive() == .completed)
    let given = world.shell.started.map { order in
      ["TEMAE_STEP", "TEMAE_ATTEMPT", "TEMAE_IDEMPOTENCY_KEY"].map { name in
        order.environment.first { $0.name == name }?.value
      }
    }
    #expect(given == [["1", "1", "run-1/1/a"], ["1", "2", "run-1/1/a"]])
  }

  @Test func `only what may write is given a session that can`() async throws {
    let world = SimulatedWorld(
      .sample([
        .sample(
          "1",
          [
            .shell("1/a"), .shell("1/holds", .check), .sql("1/b"), .sql("1/look", .check),
            .sql("1/try") { $0.isDiscarded = true },
            .sql("1/one") { $0.isOutsideTransaction = true },
            .sql("1/read") { $0.isReadOnly = true },
          ])
      ]))
    let state = try world.open()
    #expect(try await world.driver(state) { $0.untilStage = "1" }.drive() == .paused)
    let options = world.shell.started.map { order in
      order.environment.first { $0.name == "PGOPTIONS" }?.value
    }
    #expect(options == [nil, "-c default_transaction_read_only=on"])
    let modes = Dictionary(
      world.database.performed.map { ($0.activity, $0.mode) }, uniquingKeysWith: { $1 })
    #expect(
      modes == [
        "1/b": .transaction, "1/look": .readOnly, "1/try": .discarded, "1/one": .single,
        "1/read": .readOnly,
      ])
  }

  @Test func `the run stops after the stage that was named, also one without activities`()
    async throws
  {
    for until in ["1", "2"] {
      let world = SimulatedWorld(
        .sample([
          .sample("1", [.sql("1/a")]), .sample("2", []), .sample("3", [.sql("3/a")]),
        ]))
      let state = try world.open()
      #expect(try await world.driver(state) { $0.untilStage = until }.drive() == .paused)
      #expect(world.database.effects == ["1/a"])
      #expect(world.types.last == "lease.released")
    }
  }

  @Test func `a long output is recorded in pieces, and goes on after what was not kept`()
    async throws
  {
    let output = [UInt8](repeating: 0x61, count: 3 << 20)
    let world = SimulatedWorld(
      .sample([.sample("1", [.shell("1/long"), .shell("1/gap")])]),
      shell: { order in
        var behaviour = SimulatedShell.Behaviour.exits()
        behaviour.output = output
        if order.directory.contains("1/gap") { behaviour.dropped = 1_500_000..<3_000_000 }
        return behaviour
      })
    #expect(try await world.driver(try world.open()).drive() == .completed)
    func pieces(_ id: String) -> [[Int]] {
      world.journal.entries.compactMap { entry in
        guard case .attemptOutput(let data) = entry.event, data.activity == id else { return nil }
        return [data.offset, data.content.length]
      }
    }
    let piece = 1 << 20
    #expect(pieces("1/long") == [[0, piece], [piece, piece], [2 * piece, piece]])
    #expect(
      pieces("1/gap") == [
        [0, piece], [piece, 1_500_000 - piece], [3_000_000, output.count - 3_000_000],
      ])
  }

  @Test(arguments: SimulatedFault.Moment.allCases)
  func `each byte is recorded once, whichever piece of a long output the driver dies at`(
    moment: SimulatedFault.Moment
  ) async throws {
    let secret = "correct-horse-battery"
    // The secret lies across the border of the first two pieces, and begins anew at the very end.
    let output =
      [UInt8](repeating: 0x61, count: (1 << 20) - 7) + Array(secret.utf8)
      + [UInt8](repeating: 0x62, count: 2 << 20) + Array(secret.utf8.prefix(9))
    func world() -> SimulatedWorld {
      var world = SimulatedWorld(
        .sample([.sample("1", [.shell("1/long")])]),
        shell: { _ in
          var behaviour = SimulatedShell.Behaviour.exits()
          (behaviour.output, behaviour.error) = (output, output)
          return behaviour
        })
      world.environment.append(EnvironmentVariable(name: "MY_TOKEN", value: secret))
      return world
    }
    let whole = world()
    #expect(try await whole.driver(try whole.open()).drive() == .completed)
    let expected = try recorded(whole)
    #expect(expected[.output]?.count == output.count - secret.utf8.count + Mask.replacement.count)
    #expect(expected[.error] == expected[.output])
    for append in 3...whole.journal.appends {
      let world = world()
      let driver = try world.driver(try world.open())
      world.journal.fail(append: append, moment)
      await #expect(throws: SimulatedFault.self) { try await driver.drive() }
      guard try !world.replayed().status.isEnded else { continue }
      #expect(try await world.driver(try world.takeOver()).drive() == .completed)
      #expect(try recorded(world) == expected, "append \(append)")
    }
  }

  /// The recorded bytes of each stream; every piece begins where the one before it ends.
  private func recorded(_ world: SimulatedWorld) throws -> [OutputStream: [UInt8]] {
    var bytes: [OutputStream: [UInt8]] = [:]
    var ends: [OutputStream: Int] = [:]
    for entry in world.journal.entries {
      guard case .attemptOutput(let piece) = entry.event else { continue }
      #expect(piece.offset == ends[piece.stream] ?? 0)
      ends[piece.stream] = piece.end
      bytes[piece.stream, default: []] += try world.journal.payload(piece.content) ?? []
    }
    return bytes
  }
}
