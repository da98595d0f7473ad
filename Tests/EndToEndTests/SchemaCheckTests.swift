import Testing

/// `.capture schema`, `.precheck schema=` and `.check schema=` in a run.
struct SchemaCheckTests {
  private static func document(_ migration: String) -> String {
    """
    ---
    temae: 1
    title: Shelves
    databases: {main: {env: TEA_URL}}
    ---
    # Shelves

    ## Step 1: Look

    ```sql {.capture #before db=main schema capture=before}
    -- the schema as it is
    ```

    ## Step 2: Apply

    ```sql {.precheck #passed-over db=main schema=want.sql}
    ```

    ```sql {#apply db=main}
    \(migration)
    ```

    ```sql {.check #as-declared db=main schema=want.sql}
    ```

    ## Step 3: Undo by hand

    ```sql {#undo db=main}
    drop table if exists shelves;
    ```

    ```sql {.check #as-before db=main schema=@before}
    -- nothing is left of it
    ```

    """
  }

  private static let declaration = """
    create table if not exists bowls (
      id int generated always as identity primary key, size int);
    create table if not exists shelves (id int primary key, bowl int references bowls);

    """

  private func shelves(_ migration: String = "\\i want.sql") throws -> Shelves {
    let shelves = try Shelves()
    try shelves.place.write("shelves.md", Self.document(migration))
    try shelves.place.write("want.sql", Self.declaration)
    return shelves
  }

  private func run(_ shelves: Shelves) throws -> Program.Ending {
    try shelves.temae("run", "shelves.md", "--no-wait", "--unattended")
  }

  @Test func `a run captures the schema, and its checks hold it to the file and the capture`()
    throws
  {
    let shelves = try shelves()
    let ending = try run(shelves)
    // The check of step 2 is repeated at the end, where step 3 has taken its table away.
    #expect(ending.code == 1, "\(ending.output)\(ending.error)")
    let checks = try shelves.place.sqlite(
      """
      select type || ' ' || (body->>'$.what.activity') from event
      where type in ('check.passed', 'check.failed') order by seq;
      """)
    #expect(
      checks.split(separator: "\n").prefix(3) == [
        "check.passed 2/passed-over", "check.passed 2/as-declared", "check.passed 3/as-before",
      ], "\(checks)")
    #expect(ending.output.contains("table public.shelves is missing"), "\(ending.output)")
    #expect(try shelves.temae("journal", "verify").code == 0)
  }

  @Test func `a table that lacks a declared column halts before the change, and is named`() throws {
    let shelves = try shelves()
    try shelves.psql("create table shelves (id int primary key)")
    let ending = try run(shelves)
    #expect(ending.code == 1)
    #expect(ending.output.contains("column public.shelves.bowl is missing"), "\(ending.output)")
    #expect(ending.output.contains("expected: schema want.sql"))
    #expect(try shelves.psql("select count(*) from temae.marker") == "0")
  }

  @Test func `what a guard passed over halts after the change, and is named`() throws {
    let guarded = """
      do $$ begin
        if not exists (select from pg_tables where tablename = 'bowls') then
          create table bowls (id int generated always as identity primary key, size bigint);
        end if;
        create table if not exists shelves (id int primary key);
      end $$;
      """
    let shelves = try shelves(guarded)
    let ending = try run(shelves)
    #expect(ending.code == 1)
    #expect(ending.output.contains("2/as-declared"))
    #expect(ending.output.contains("column public.shelves.bowl is missing"), "\(ending.output)")
  }

  @Test func `what the file needs is given, and not run on the copy`() throws {
    let shelves = try Shelves()
    let platform = "create function today() returns date language sql as 'select current_date';"
    try shelves.psql(platform)
    let document = Self.document("\\i want.sql").replacing(
      "schema=want.sql", with: "schema=want.sql given=platform.sql")
    try shelves.place.write("shelves.md", document)
    try shelves.place.write("platform.sql", platform)
    try shelves.place.write(
      "want.sql",
      """
      create table if not exists bowls (
        id int generated always as identity primary key, size int);
      create table if not exists shelves (id int primary key, made date default today());
      alter table bowls add column if not exists made date default today();
      """)
    let ending = try shelves.temae(
      "run", "shelves.md", "--no-wait", "--unattended", "--until", "2")
    // It waits for somebody to go on behind step 2.
    #expect(ending.code == 3, "\(ending.output)\(ending.error)")
    let checks = try shelves.place.sqlite(
      "select type || ' ' || (body->>'$.what.activity') from event where type like 'check.%';")
    #expect(checks == "check.passed 2/passed-over\ncheck.passed 2/as-declared\n", "\(checks)")
  }

  @Test func `the file counts as it was when the run was opened`() throws {
    let shelves = try shelves()
    _ = try shelves.temae("run", "shelves.md", "--no-wait", "--unattended", "--until", "1")
    try shelves.place.write("want.sql", "create table never_applied (x int);")
    let ending = try shelves.temae("resume", "--no-wait", "--unattended", "--until", "2")
    #expect(ending.output.contains("2/as-declared"), "\(ending.output)\(ending.error)")
    #expect(!ending.output.contains("never_applied"))
    #expect(try shelves.psql("select to_regclass('shelves') is not null") == "t")
  }
}
