import TemaeCore
import Testing

@Suite struct TransactionTests {
  @Test func `a change commits together with its marker`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(
      .transaction, "create table tea (name text);\ninsert into tea values ('sencha'), ('hojicha');"
    )
    #expect(end.status == .succeeded)
    #expect(try database.psql("select count(*) from tea") == "2")
    #expect(try database.markers() == "1|done")
    // One transaction wrote both: the rows carry one transaction id.
    let sameTransaction = "select (select xmin from temae.marker) = (select xmin from tea limit 1)"
    #expect(try database.psql(sameTransaction) == "t")
  }

  @Test func `a failed change leaves neither effect nor marker`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(.transaction, "create table tea (name text); select 1/0")
    #expect(end.failure?.state == "22012")
    #expect(end.failure?.mayHaveTakenEffect == false)
    #expect(try database.markers() == "")
    #expect(try database.psql("select to_regclass('tea') is null") == "t")
  }

  @Test func `statements are recorded with tag, rows and line`() async throws {
    let database = try await TestDatabase()
    var order = database.order(.transaction, "")
    order.pieces = [
      SQLOrder.Piece(file: nil, text: "create table tea (n int);", firstLine: 40),
      SQLOrder.Piece(
        file: "fill.sql", text: "-- fill\n\ninsert into tea select generate_series(1, 7);\n",
        firstLine: 1),
      SQLOrder.Piece(file: nil, text: "update tea set n = 0 where n > 4", firstLine: 42),
    ]
    let end = await database.perform(order)
    #expect(end.status == .succeeded)
    #expect(end.statements.map(\.tag) == ["CREATE TABLE", "INSERT 0 7", "UPDATE 3"])
    #expect(end.statements.map(\.rows) == [nil, 7, 3])
    #expect(end.statements.map(\.line) == [40, 3, 42])
    #expect(end.statements.map(\.file) == [nil, "fill.sql", nil])
    #expect(end.target?.database.hasPrefix("test_") == true)
  }

  @Test func `an error names file, line, state and statement`() async throws {
    let database = try await TestDatabase()
    var order = database.order(.transaction, "")
    let text =
      "select 1;\n-- é: counted in characters\nselect 'ö',\n  nothing_such\nfrom pg_class;\n"
    order.pieces = [SQLOrder.Piece(file: "b.sql", text: text, firstLine: 1)]
    let failure = await database.perform(order).failure
    #expect(failure?.state == "42703")
    #expect(failure?.file == "b.sql")
    #expect(failure?.line == 4)
    #expect(failure?.statement?.hasSuffix("from pg_class") == true)
  }

  @Test func `detail and hint of an error are kept`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(
      .transaction, "create table t (n int primary key); insert into t values (1), (1)")
    #expect(end.failure?.state == "23505")
    #expect(end.failure?.detail == "Key (n)=(1) already exists.")
  }

  @Test func `a deferred constraint fails at COMMIT and nothing stays`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(
      .transaction,
      """
      create table a (n int primary key);
      create table b (n int references a deferrable initially deferred);
      insert into b values (1)
      """)
    #expect(end.failure?.state == "23503")
    #expect(end.failure?.mayHaveTakenEffect == false)
    #expect(try database.markers() == "")
  }

  @Test func `notices arrive while the attempt runs`() async throws {
    let database = try await TestDatabase()
    let output = RecordedOutput()
    let end = await database.perform(
      database.order(
        .transaction,
        "create table if not exists t (n int); create table if not exists t (n int, m int)"),
      output)
    #expect(end.status == .succeeded)
    #expect(output.text(.notice) == "NOTICE: relation \"t\" already exists, skipping\n")
  }

  @Test func `without a marker table nothing is sent and the next step is named`() async throws {
    let database = try await TestDatabase(markers: false)
    let end = await database.perform(.transaction, "create table t (n int)")
    #expect(end.failure?.state == "")
    #expect(end.failure?.message.contains("temae target init") == true)
    #expect(try database.psql("select to_regclass('t') is null") == "t")
  }

  @Test(arguments: [
    "commit; create table late ()", "/* x */ rollback", "begin", "end", "abort",
    "start transaction", "prepare transaction 'x'", "commit and chain",
    "set transaction isolation level serializable", "set local transaction_read_only = on",
    "set session characteristics as transaction read only", "commit prepared 'x'",
  ]) func `transaction control is refused before anything is sent`(statement: String) async throws {
    let database = try await TestDatabase()
    let end = await database.perform(.transaction, "create table early ();\n\(statement)")
    #expect(end.failure?.line == 2)
    #expect(end.target == nil)
    #expect(try database.psql("select to_regclass('early') is null") == "t")
  }

  @Test func `savepoints are the block's own business`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(
      .transaction,
      """
      create table t (n int); savepoint a; insert into t values (1); rollback to savepoint a;
      release a; savepoint b; insert into t values (2); rollback work to b; rollback to b
      """)
    #expect(end.status == .succeeded)
    #expect(try database.psql("select count(*) from t") == "0")
    #expect(try database.markers() == "1|done")
  }

  @Test func `a procedure that commits inside cannot run in a change`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(
      .transaction, "create table t (n int); do $$ begin insert into t values (1); commit; end $$")
    #expect(end.failure?.state == "2D000")
    #expect(try database.psql("select to_regclass('t') is null") == "t")
  }

  @Test func `a file that clears the search path does not lose its marker`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(
      .transaction,
      "select pg_catalog.set_config('search_path', '', false); create table public.t (n int)")
    #expect(end.status == .succeeded)
    #expect(try database.markers() == "1|done")
  }

  @Test(arguments: ["copy pg_class to stdout", "create temp table t (n int); copy t from stdin"])
  func `COPY with the client fails clearly`(statement: String) async throws {
    let database = try await TestDatabase()
    let end = await database.perform(.transaction, statement)
    #expect(end.failure?.message.contains("COPY") == true)
    #expect(try database.markers() == "")
  }

  @Test func `a psql command in the text is refused with its line`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(.transaction, "select 1;\n\\gset\n")
    #expect(end.failure?.line == 2)
  }

  @Test func `a text that C would cut short is refused`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(.transaction, "delete from pg_class\0 where false")
    #expect(end.failure?.message.contains("null character") == true)
    #expect(end.target == nil)
  }

  @Test func `a second attempt with the same key fails on it`() async throws {
    let database = try await TestDatabase()
    #expect(await database.perform(.transaction, "create table t ()").status == .succeeded)
    let again = await database.perform(.transaction, "create table t2 ()")
    #expect(again.failure?.state == "23505")
    #expect(try database.psql("select to_regclass('t2') is null") == "t")
  }

  @Test func `the session carries its name and its limits`() async throws {
    let database = try await TestDatabase()
    var order = database.order(
      .transaction,
      """
      select current_setting('application_name'), current_setting('lock_timeout'),
        current_setting('statement_timeout'), current_setting('client_connection_check_interval'),
        current_setting('client_encoding')
      """)
    order.timeoutSeconds = 60
    let end = await database.perform(order)
    #expect(end.result?.rows == [["temae/0123456789abcdef", "10s", "1min", "500ms", "UTF8"]])
  }
}
