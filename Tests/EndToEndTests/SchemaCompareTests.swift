import Testing

/// `temae schema` on real servers.
struct SchemaCompareTests {
  private func ending(_ shelves: Shelves, _ words: String...) throws -> Program.Ending {
    try Program.run(
      ["schema"] + words, in: shelves.place.path, environment: ["TEA_URL": shelves.connection])
  }

  private static let declaration = """
    create table if not exists bowls (
      id int generated always as identity primary key, size int not null, glaze text);
    do $$ begin
      if not exists (select from pg_tables where tablename = 'shelves') then
        create table shelves (id int primary key);
      end if;
    end $$;

    """

  @Test func `a column that IF NOT EXISTS passes over is named before and after the change`()
    throws
  {
    let shelves = try Shelves()
    try shelves.place.write("want.sql", Self.declaration)
    let before = try ending(shelves, "compare", "shelves.md", "--file", "want.sql", "--before")
    #expect(before.code == 2, "\(before.error)")
    #expect(before.output.contains("column public.bowls.glaze is missing"))
    #expect(before.output.contains("column public.bowls.size: not null is no, expected yes"))
    #expect(!before.output.contains("public.shelves"))
    #expect(before.output.contains("✗ 2 objects differ"))
    #expect(before.output.contains("once the files have been run"))
    #expect(try shelves.psql("select to_regclass('shelves') is null") == "t")
    try shelves.psql(Self.declaration)
    let after = try ending(shelves, "compare", "shelves.md", "--file", "want.sql")
    #expect(after.code == 2)
    #expect(after.output.contains("column public.bowls.glaze is missing"))
    #expect(!after.output.contains("public.shelves"))
    #expect(after.output.contains("not declared, and there\n"))
    #expect(after.output.contains("table supabase_migrations.schema_migrations"))
    try shelves.psql("alter table bowls add glaze text, alter size set not null")
    let repaired = try ending(shelves, "compare", "shelves.md", "--file", "want.sql")
    #expect(repaired.code == 0, "\(repaired.output)")
    #expect(repaired.output.contains("✓ equal"))
    let exact = try ending(shelves, "compare", "shelves.md", "--file", "want.sql", "--exact")
    #expect(exact.code == 2)
    #expect(exact.output.contains("supabase_migrations is there, and was not expected"))
    let part = try ending(
      shelves, "compare", "shelves.md", "--file", "want.sql", "--exact", "--schema", "public")
    #expect(part.code == 0, "\(part.output)")
  }

  @Test func `rows that were rewritten are found behind equal counts`() throws {
    let shelves = try Shelves()
    let capture = try ending(shelves, "capture", "shelves.md", "--contents")
    #expect(capture.code == 0)
    try shelves.place.write("before.json", capture.output)
    let words = ["compare", "shelves.md", "--capture", "before.json", "--contents"]
    func compare() throws -> Program.Ending {
      try Program.run(
        ["schema"] + words, in: shelves.place.path, environment: ["TEA_URL": shelves.connection])
    }
    #expect(try compare().code == 0)
    try shelves.psql("update bowls set size = 4 where size = 3")
    let rewritten = try compare()
    #expect(rewritten.code == 2)
    #expect(rewritten.output.contains("public.bowls has as many rows as expected (3)"))
    try shelves.psql("update bowls set size = 3 where size = 4")
    #expect(try compare().code == 0)
    try shelves.psql("insert into bowls (size) values (9)")
    let grown = try compare()
    #expect(grown.output.contains("public.bowls has 4 rows, expected 3"))
    #expect(grown.output.contains("public.bowls_id_seq stands at 4, expected 3"))
  }

  @Test func `two databases are compared, by a variable's name only`() throws {
    let (one, other) = (try Shelves(), try Shelves())
    func compare(_ words: String...) throws -> Program.Ending {
      try Program.run(
        ["schema", "compare", "--connection-env", "ONE", "--with-env", "OTHER"] + words,
        in: one.place.path, environment: ["ONE": one.connection, "OTHER": other.connection])
    }
    #expect(try compare("--contents").code == 0)
    try other.psql(#"create table "a ""b"" \u001b[31m" (x int)"#)
    let found = try compare()
    #expect(found.code == 2)
    #expect(found.output.contains("is missing"))
    let inJSON = try compare("--format", "json")
    #expect(inJSON.code == 2)
    #expect(inJSON.output.contains(#""change": "missing""#))
    #expect(!inJSON.output.contains("host="))
  }

  @Test func `what cannot be asked is refused with the way on`() throws {
    let shelves = try Shelves()
    try shelves.place.write("bad.sql", "create table a (x nowhere);")
    try shelves.place.write("bad.json", #"{"catalog":{"format":9,"objects":[]}}"#)
    let cases: [([String], Int32, String)] = [
      ([], 64, "--file"), (["--file", "bad.sql", "--capture", "bad.json"], 64, "one thing"),
      (["--file", "bad.sql"], 65, "bad.sql:1"), (["--file", "gone.sql"], 65, "gone.sql"),
      (["--capture", "bad.json"], 65, "format 1"),
      (["--capture", "bad.sql"], 65, "--file bad.sql"),
      (["--file", "bad.json"], 65, "--capture bad.json"), (["--with-db", "other"], 65, "main"),
      (["--with-env", "NOWHERE"], 65, "NOWHERE"),
      (["--file", "bad.sql", "--scratch", "main"], 65, "target's own server"),
      (["--file", "bad.sql", "--contents"], 64, "--contents"),
      (["--capture", "bad.json", "--exact"], 64, "--exact"),
    ]
    for (words, code, message) in cases {
      let ending = try Program.run(
        ["schema", "compare", "shelves.md"] + words, in: shelves.place.path,
        environment: ["TEA_URL": shelves.connection])
      #expect(ending.code == code, "\(words): \(ending.error)")
      #expect(ending.error.contains(message), "\(words): \(ending.error)")
    }
  }
}
