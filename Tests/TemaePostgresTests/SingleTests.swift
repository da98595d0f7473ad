import TemaeCore
import Testing

@Suite struct SingleTests {
  @Test func `an index is built concurrently, without a marker`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table t (n int)")
    let end = await database.perform(.single, "create index concurrently t_n on t (n);")
    #expect(end.status == .succeeded)
    #expect(end.statements.map(\.tag) == ["CREATE INDEX"])
    #expect(
      try database.psql("select indisvalid from pg_index where indexrelid = 't_n'::regclass") == "t"
    )
    #expect(try database.markers() == "")
  }

  @Test func `two statements are refused at the second one`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(.single, "create table a ();\n\ncreate table b ()")
    #expect(end.failure?.line == 3)
    #expect(end.target == nil)
  }

  @Test func `a half-built index counts as a possible effect`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table t (n int); insert into t values (1), (1)")
    let end = await database.perform(.single, "create unique index concurrently t_n on t (n)")
    #expect(end.failure?.state == "23505")
    #expect(end.failure?.mayHaveTakenEffect == true)
    #expect(
      try database.psql("select indisvalid from pg_index where indexrelid = 't_n'::regclass") == "f"
    )
  }

  @Test(arguments: [
    "create indx concurrently on t", "create index concurrently t_n on missing (n)",
    "create index concurrently t_n on t (missing)", "select nothing_such",
  ]) func `what the server refuses before it begins had no effect`(statement: String) async throws {
    let database = try await TestDatabase()
    try database.psql("create table t (n int)")
    let end = await database.perform(.single, statement)
    #expect(end.failure?.mayHaveTakenEffect == false)
  }

  @Test func `an error after a commit inside counts as a possible effect`() async throws {
    let database = try await TestDatabase()
    try database.psql(
      """
      create table t (n int); create procedure p() language plpgsql as $$
      begin insert into t values (1); commit; insert into missing values (1); end $$
      """)
    let end = await database.perform(.single, "call p()")
    #expect(end.failure?.state == "42P01")
    #expect(end.failure?.mayHaveTakenEffect == true)
    #expect(try database.psql("select count(*) from t") == "1")
  }

  @Test func `a statement outside a transaction is not stopped when the client dies`() async throws
  {
    let database = try await TestDatabase()
    let setting = "show client_connection_check_interval"
    #expect(await database.perform(.single, setting).result?.rows == [["0"]])
    #expect(await database.perform(.readOnly, setting).result?.rows == [["500ms"]])
  }

  @Test func `a build waits for older transactions as long as it must`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table t (n int); create index t_n on t (n)")
    // Shown by a function of the index's expression, in the session that builds.
    try database.psql(
      """
      create function seen(n int) returns int language plpgsql immutable as $$
      begin raise notice 'lock_timeout is %', current_setting('lock_timeout'); return n; end $$;
      insert into t values (1)
      """)
    let output = RecordedOutput()
    let order = database.order(.single, "create index concurrently t_seen on t (seen(n))")
    #expect(await database.perform(order, output).status == .succeeded)
    #expect(output.text(.notice).contains("lock_timeout is 0"))
    #expect(await database.perform(.single, "show lock_timeout").result?.rows == [["10s"]])
  }

  @Test func `a transaction cannot be left open`() async throws {
    let database = try await TestDatabase()
    #expect(await database.perform(.single, "begin").failure?.message.contains("BEGIN") == true)
  }
}
