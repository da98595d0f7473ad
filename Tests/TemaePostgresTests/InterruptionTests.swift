import TemaeCore
import TemaePostgres
import Testing

@Suite struct InterruptionTests {
  @Test func `a backend killed before COMMIT is lost, and the text says what follows`() async throws
  {
    let database = try await TestDatabase()
    async let ending = database.perform(.transaction, "create table t ();\nselect pg_sleep(30)")
    #expect(try await database.waitsUntilSleeping())
    try database.terminateBackend()
    let end = await ending
    #expect(end.lostReason?.contains("57P01") == true)
    #expect(end.lostReason?.contains("COMMIT was not sent") == true)
    #expect(end.lostReason?.contains("line 2") == true)
    #expect(try await database.settle() == .void)
    #expect(try database.psql("select to_regclass('t') is null") == "t")
  }

  @Test func `a backend killed in COMMIT is lost, and the marker tells`() async throws {
    let database = try await TestDatabase()
    // A deferred trigger makes COMMIT itself last.
    try database.psql(
      """
      create table t (n int);
      create function slow() returns trigger language plpgsql as
        $$ begin perform pg_sleep(30); return null; end $$;
      create constraint trigger slow after insert on t deferrable initially deferred
        for each row execute function slow()
      """)
    async let ending = database.perform(.transaction, "insert into t values (1)")
    #expect(try await database.waitsUntilSleeping())
    try database.terminateBackend()
    let end = await ending
    #expect(end.lostReason?.contains("after COMMIT was sent") == true)
    #expect(try await database.settle() == .void)
  }

  @Test func `outside a transaction a killed backend is lost as well`() async throws {
    let database = try await TestDatabase()
    async let ending = database.perform(.single, "select pg_sleep(30)")
    #expect(try await database.waitsUntilSleeping())
    try database.terminateBackend()
    #expect(await ending.lostReason?.contains("may have taken effect") == true)
  }

  @Test(arguments: [SQLOrder.Mode.readOnly, .discarded])
  func `where nothing can commit a killed backend is a failure`(mode: SQLOrder.Mode) async throws {
    let database = try await TestDatabase()
    async let ending = database.perform(mode, "select pg_sleep(30)")
    #expect(try await database.waitsUntilSleeping())
    try database.terminateBackend()
    let end = await ending
    #expect(end.failure?.state == "57P01")
    #expect(end.failure?.mayHaveTakenEffect == false)
  }

  @Test func `cancelling ends the statement in flight and nothing stays`() async throws {
    let database = try await TestDatabase()
    async let ending = database.perform(.transaction, "create table t (); select pg_sleep(30)")
    #expect(try await database.waitsUntilSleeping())
    database.postgres.cancel(run: "r1", activity: "6/push", attempt: 2)
    database.postgres.cancel(run: "r1", activity: "6/push", attempt: 1)
    let end = await ending
    #expect(end.failure?.state == "57014")
    #expect(end.durationMicroseconds < 20_000_000)
    #expect(try database.markers() == "")
  }

  @Test func `a cancel that a block swallows still lets nothing more be sent`() async throws {
    let database = try await TestDatabase()
    let text = """
      create table t ();
      do $$ begin perform pg_sleep(30); exception when query_canceled then null; end $$;
      create table u ()
      """
    async let ending = database.perform(.transaction, text)
    #expect(try await database.waitsUntilSleeping())
    database.postgres.cancel(run: "r1", activity: "6/push", attempt: 1)
    let end = await ending
    #expect(end.failure?.state == "57014")
    #expect(end.statements.count == 2)
    #expect(try database.markers() == "")
  }

  @Test func `the time-out of an order ends its statement`() async throws {
    let database = try await TestDatabase()
    var order = database.order(.transaction, "select pg_sleep(30)")
    order.timeoutSeconds = 1
    #expect(await database.perform(order).failure?.state == "57014")
  }
}
