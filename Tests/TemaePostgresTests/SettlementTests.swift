import TemaeCore
import TemaePostgres
import Testing

@Suite struct SettlementTests {
  @Test func `a committed attempt is done`() async throws {
    let database = try await TestDatabase()
    #expect(await database.perform(.transaction, "create table t ()").status == .succeeded)
    #expect(try await database.settle() == .done)
    #expect(try database.markers() == "1|done")
  }

  @Test func `an attempt that never came is void, and stays void when it comes late`() async throws
  {
    let database = try await TestDatabase()
    #expect(try await database.settle() == .void)
    let late = await database.perform(.transaction, "create table t ()")
    #expect(late.failure?.state == "23505")
    #expect(late.failure?.message.contains("Nothing was sent") == true)
    #expect(late.statements.isEmpty)
    #expect(try database.psql("select to_regclass('t') is null") == "t")
    #expect(try await database.settle() == .void)
    // The next attempt is free.
    let next = await database.perform(database.order(.transaction, "create table t ()", attempt: 2))
    #expect(next.status == .succeeded)
    #expect(try database.markers() == "1|void\n2|done")
  }

  @Test func `settling waits for an orphan that commits`() async throws {
    let database = try await TestDatabase()
    async let ending = database.perform(.transaction, TestDatabase.untilReleased)
    #expect(try await database.waitsUntilSleeping())
    async let verdict = database.settle(waitSeconds: 60)
    #expect(try await database.waitsUntilSettling())
    try database.release()
    #expect(try await verdict == .done)
    #expect(await ending.status == .succeeded)
  }

  @Test func `settling waits for an orphan that fails`() async throws {
    let database = try await TestDatabase()
    async let ending = database.perform(
      .transaction, TestDatabase.untilReleased + "; select 1/0")
    #expect(try await database.waitsUntilSleeping())
    async let verdict = database.settle(waitSeconds: 60)
    #expect(try await database.waitsUntilSettling())
    try database.release()
    #expect(try await verdict == .void)
    #expect(await ending.failure?.state == "22012")
  }

  @Test func `an orphan that outlasts the wait is named`() async throws {
    let database = try await TestDatabase()
    async let ending = database.perform(.transaction, "select pg_sleep(30)")
    #expect(try await database.waitsUntilSleeping())
    let process = try database.psql(
      "select pid from pg_stat_activity where application_name = 'temae/0123456789abcdef' "
        + "and datname = current_database()")
    let error = await #expect(throws: PostgresError.self) {
      try await database.settle(waitSeconds: 1)
    }
    guard case .busy(1, let holder) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(holder.hasPrefix("pid \(process) (temae/0123456789abcdef) is active since"))
    database.postgres.cancel(run: "r1", activity: "6/push", attempt: 1)
    #expect(await ending.failure?.state == "57014")
    // The wait that was given up left nothing behind.
    #expect(try database.markers() == "")
  }

  @Test func `without a marker table it cannot be told`() async throws {
    let database = try await TestDatabase(markers: false)
    #expect(try await database.settle() == .unavailable)
  }

  // A clock may be set back between the two.
  @Test(arguments: ["clock_timestamp()", "'2020-01-01'"])
  func `a marker from before a restore settles nothing, one from after it does`(
    at: String
  ) async throws {
    let database = try await TestDatabase()
    _ = await database.perform(.transaction, "create table pots ()")
    #expect(try await database.settle() == .done)
    try database.psql(
      """
      create table temae.restore
        (number bigint, at timestamptz not null, backup text not null, run text, activity text);
      insert into temae.restore values (1, \(at), 'yesterday''s')
      """)
    #expect(try await database.settle() == .restored)
    #expect(try await database.settle(attempt: 2) == .void)
    _ = await database.perform(
      database.order(.transaction, "create table cups ()", attempt: 3))
    #expect(try await database.settle(attempt: 3) == .done)
  }

  @Test func `nothing is settled on another target than the pinned one`() async throws {
    let database = try await TestDatabase()
    var pinned = try await database.pin()
    pinned.identity.systemIdentifier = "1"
    await #expect(throws: PostgresError.self) {
      try await database.postgres.settle(
        connection: database.connection, pinned: pinned, run: "r1",
        activity: "6/push", attempt: 1, waitSeconds: 5)
    }
    #expect(try database.markers() == "")
  }

  @Test func `the marker table is made once`() async throws {
    let database = try await TestDatabase(markers: false)
    #expect(try await database.postgres.makeMarkerTable(connection: database.connection))
    #expect(try await !database.postgres.makeMarkerTable(connection: database.connection))
    #expect(throws: (any Error).self) {
      try database.psql("insert into temae.marker values ('r', 'a', 1, 'perhaps')")
    }
  }

  @Test func `a foreign table of that name is not touched`() async throws {
    let database = try await TestDatabase(markers: false)
    try database.psql(
      "create schema temae; create table temae.marker (run text, outcome text, at int)")
    await #expect(throws: PostgresError.foreignMarkerTable) {
      try await database.postgres.makeMarkerTable(connection: database.connection)
    }
  }
}
