import TemaeCore
import Testing

@Suite struct ReadOnlyTests {
  @Test func `a read gives its last rows, with null apart from an empty text`() async throws {
    let database = try await TestDatabase()
    let output = RecordedOutput()
    let order = database.order(
      .readOnly, #"select 1; select 'a' || chr(9) || 'b' as x, null as y, '' as z, '\' as w"#)
    let end = await database.perform(order, output)
    #expect(end.status == .succeeded)
    #expect(end.result?.columns == ["x", "y", "z", "w"])
    #expect(end.result?.rows == [["a\tb", nil, "", "\\"]])
    #expect(output.text(.result) == "?column?\n1\nx\ty\tz\tw\na\\tb\t\\N\t\t\\\\\n")
  }

  @Test func `a large result is cut and says so, in bounded memory`() async throws {
    let database = try await TestDatabase()
    let output = RecordedOutput()
    let order = database.order(.readOnly, "select generate_series(1, 200000) n")
    let end = await database.perform(order, output)
    #expect(end.result?.rows.count == 10_000)
    #expect(end.result?.isTruncated == true)
    #expect(end.statements.first?.rows == 200_000)
    #expect(output.text(.result).split(separator: "\n").count == 10_001)
    #expect(output.text(.notice).contains("left out"))
    let wide = await database.perform(
      .readOnly, "select repeat('x', 300000) from generate_series(1, 9)")
    #expect(wide.result?.rows.count == 3)
  }

  /// Each way out, and the SQLSTATE that stops it: empty where it is never sent.
  @Test(arguments: [
    ("create table escaped ()", "25006"),
    ("commit; create table escaped ()", ""),
    ("rollback; create table escaped ()", ""),
    ("set transaction read write; create table escaped ()", ""),
    ("set local transaction_read_only = off; create table escaped ()", ""),
    ("set default_transaction_read_only = off; create table escaped ()", ""),
    // Not caught by its words: only the snapshot that was taken first stops it.
    (#"set "transaction_read_only" = off; create table escaped ()"#, "25001"),
    ("select set_config('transaction_read_only', 'off', false); create table escaped ()", "25001"),
    ("select escape()", "25001"),
    ("savepoint s; select escape()", "25001"),
    ("do $$ begin commit; create table escaped (); end $$", "2D000"),
    ("select nextval('s')", "25006"),
    ("insert into filled values (2)", "25006"),
    ("with w as (delete from filled returning 1) select * from w", "25006"),
    ("select n from filled for update", "25006"),
  ]) func `a read cannot write`(text: String, state: String) async throws {
    let database = try await TestDatabase()
    try database.psql(
      """
      create sequence s; create table filled (n int); insert into filled values (1);
      create function escape() returns void language plpgsql as $$ begin
        perform set_config('transaction_read_only', 'off', false);
        create table escaped (); end $$
      """)
    let end = await database.perform(.readOnly, text)
    #expect(end.failure?.state == state)
    #expect(end.failure?.mayHaveTakenEffect == false)
    #expect(
      try database.psql("select to_regclass('escaped') is null and count(*) = 1 from filled") == "t"
    )
  }

  @Test func `a write that a read-only transaction lets through is found and undone`() async throws
  {
    let database = try await TestDatabase()
    // Servers before 16 do it, later ones refuse it: both are failures and leave nothing.
    let end = await database.perform(.readOnly, "select lo_create(0)")
    #expect(end.failure != nil)
    #expect(try database.psql("select count(*) from pg_largeobject_metadata") == "0")
  }

  @Test func `a role's own settings do not make a read writable`() async throws {
    let database = try await TestDatabase()
    try database.psql(
      "alter database \(try database.psql("select current_database()")) set transaction_read_only = off"
    )
    let end = await database.perform(.readOnly, "create table escaped ()")
    #expect(end.failure?.state == "25006")
  }

  @Test func `a function's notice cannot be mistaken for its result`() async throws {
    let database = try await TestDatabase()
    let output = RecordedOutput()
    let order = database.order(
      .readOnly, "do $$ begin raise warning 'hot' using detail = 'tea', hint = 'blow'; end $$")
    #expect(await database.perform(order, output).status == .succeeded)
    #expect(output.text(.notice) == "WARNING: hot\nDETAIL: tea\nHINT: blow\n")
    #expect(output.text(.result) == "")
  }
}
