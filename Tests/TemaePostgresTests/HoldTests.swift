import TemaeCore
import TemaePostgres
import TestSupport
import Testing

/// One driver a database, seen by the server itself.
@Suite struct HoldTests {
  private func order(
    _ database: TestDatabase, run: String = "r1", name: String = "move-1", beside: [String] = []
  ) -> HoldOrder {
    HoldOrder(
      connection: database.connection, pinned: nil, run: run, name: name, beside: beside)
  }

  private func process(_ hold: TargetHold) throws -> Int {
    guard case .held(let process, _) = hold else {
      Issue.record("\(hold)")
      return 0
    }
    return process
  }

  private func end(_ process: Int, on database: TestDatabase) async throws {
    try database.psql("select pg_terminate_backend(\(process))")
    #expect(
      try await database.waits(
        until: "select not exists (select from pg_stat_activity where pid = \(process))"))
  }

  @Test func `a second driver is refused as long as the first one holds, and told who does`()
    async throws
  {
    let database = try await TestDatabase()
    let first = try process(await database.postgres.hold(order(database)))
    let second = PostgresDatabase()
    for other in [order(database, run: "r2", name: "copy-2"), order(database, beside: ["move-1"])] {
      guard case .refused(let holders) = try await second.hold(other) else {
        Issue.record("not refused")
        return
      }
      #expect(holders.map(\.run) == ["move-1"])
      #expect(
        holders.first?.text.hasPrefix("process \(first) of the server (temae run move-1") == true)
    }
    // Another database of the same server is another matter.
    let elsewhere = try await TestDatabase()
    _ = try process(await elsewhere.postgres.hold(order(elsewhere)))
    try await end(first, on: database)
    _ = try process(await second.hold(order(database, run: "r2", name: "copy-2")))
  }

  @Test func `looking and taking are one step, and whoever comes meanwhile sees the other`()
    async throws
  {
    let database = try await TestDatabase()
    // Another driver, which has looked, and takes its lock when it is let go on.
    let other = try HeldSession(
      database.connection,
      """
      set application_name = 'temae run copy-2';
      begin;
      do $$ begin perform pg_advisory_xact_lock(1952804194, 0); end $$;
      select 'it has looked';
      \(TestDatabase.untilReleased);
      do $$ begin perform pg_advisory_lock(1952804193, hashtext('r2')); end $$;
      commit;
      """)
    #expect(other.answer == "it has looked")
    let order = order(database)
    async let hold = database.postgres.hold(order)
    #expect(
      try await database.waits(
        until: """
          select exists (select from pg_locks where locktype = 'advisory' and not granted
            and classid = 1952804194 and database = (select oid from pg_database
              where datname = current_database()))
          """))
    try database.release()
    guard case .refused(let holders) = try await hold else {
      Issue.record("both hold it")
      return
    }
    #expect(holders.map(\.run) == ["copy-2"])
    other.end()
  }

  @Test func `beside a run that a person named it is held too, and both see each other`()
    async throws
  {
    let database = try await TestDatabase()
    _ = try process(await database.postgres.hold(order(database)))
    let second = PostgresDatabase()
    let hold = try await second.hold(
      order(database, run: "r2", name: "look-1", beside: ["move-1"]))
    guard case .held(_, let beside) = hold else {
      Issue.record("\(hold)")
      return
    }
    #expect(beside == ["move-1"])
    guard
      case .refused(let holders) = try await PostgresDatabase().hold(
        order(database, run: "r3", name: "third-1", beside: ["move-1"]))
    else {
      Issue.record("not refused")
      return
    }
    #expect(holders.map(\.run) == ["look-1"])
  }

  @Test func `a hold that was lost is taken anew unless somebody else has it`() async throws {
    let database = try await TestDatabase()
    let first = try process(await database.postgres.hold(order(database)))
    #expect(try process(await database.postgres.hold(order(database))) == first)
    try await end(first, on: database)
    let next = try process(await database.postgres.hold(order(database)))
    #expect(next != first)
    try await end(next, on: database)
    let other = PostgresDatabase()
    _ = try process(await other.hold(order(database)))
    guard case .refused = try await database.postgres.hold(order(database)) else {
      Issue.record("not refused")
      return
    }
  }

  @Test func `another target than the pinned one is not held`() async throws {
    let database = try await TestDatabase()
    var order = order(database)
    order.pinned = try await database.pin()
    order.pinned?.identity.systemIdentifier = "1"
    let wrong = order
    await #expect(throws: PostgresError.self) { try await database.postgres.hold(wrong) }
  }

  /// The stalled driver of another machine: its intent is durable, its hold is gone, and it wakes.
  @Test(arguments: [SQLOrder.Mode.single, .transaction])
  func `who lost the hold before the first statement sends nothing`(mode: SQLOrder.Mode)
    async throws
  {
    let database = try await TestDatabase()
    try database.psql("create table t (n int)")
    let holder = try process(await database.postgres.hold(order(database)))
    var late = database.order(mode, "insert into t values (1)")
    late.holder = holder
    #expect(await database.perform(late).status == .succeeded)
    try await end(holder, on: database)
    let other = PostgresDatabase()
    _ = try process(await other.hold(order(database)))

    late.attempt = 2
    let ended = await database.perform(late)
    guard case .unheld(let why) = ended.status else {
      Issue.record("\(ended.status)")
      return
    }
    #expect(why.contains("process \(holder) of the server does not hold"))
    #expect(ended.statements.isEmpty)
    #expect(try database.psql("select count(*) from t") == "1")
    #expect(try database.markers() == (mode == .transaction ? "1|done" : ""))
  }
}
