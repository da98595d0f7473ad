import Testing

/// SQL activities of the built program on a real PostgreSQL.
struct SQLTests {
  @Test func `every kind of SQL activity runs, is checked, and is in the journal`() throws {
    let shelves = try Shelves()
    let ending = try shelves.temae("run", "shelves.md", "--no-wait", "--unattended")
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    // The change with its marker and its history row, and nothing twice.
    #expect(
      try shelves.psql(
        "select activity, attempt, outcome from temae.marker order by at") == "2/apply|1|done")
    #expect(
      try shelves.psql("select version, name from supabase_migrations.schema_migrations")
        == "20260101000000|shelves")
    #expect(try shelves.psql("select count(*) from shelves") == "3")
    #expect(
      try shelves.psql(
        "select indisvalid from pg_index where indexrelid = 'shelves_bowl'::regclass") == "t")
    // What was to be discarded left no trace.
    #expect(try shelves.psql("select count(*) from bowls") == "3")
    #expect(ending.output.contains("rows = 3"))
    let log = try shelves.temae("log").output
    #expect(log.contains("already exists, skipping"))
    #expect(log.contains("by psql: 3"))
    #expect(try shelves.temae("journal", "verify").code == 0)
    #expect(!(try shelves.place.sqlite("SELECT body FROM event;").contains("user=postgres")))
  }

  @Test(arguments: [
    ("equals=@rows", "equals=7"), ("at-least=1", "at-least=4"), ("at-most=9", "at-most=2"),
    ("matches=\"/^sh.lves$/\"", "matches=\"/^bowl/\""),
    ("where bowl is null", "where bowl = 1"),
  ])
  func `a check that does not hold halts the run with what was found`(
    good: String, bad: String
  ) throws {
    let shelves = try Shelves()
    try shelves.place.write(
      "shelves.md",
      Shelves.document.replacingFirst("DATABASE", with: shelves.database)
        .replacingFirst(good, with: bad))
    let ending = try shelves.temae("run", "shelves.md", "--no-wait", "--unattended")
    #expect(ending.code == 1)
    #expect(ending.output.contains("does not hold"))
    #expect(try shelves.psql("select to_regclass('shelves_bowl') is null") == "t")
    #expect(try shelves.temae("status").code == 1)
  }

  @Test func `a change that fails leaves nothing, its checks do not run, and a retry completes`()
    throws
  {
    let shelves = try Shelves()
    try shelves.psql("create table shelves ()")
    let ending = try shelves.temae("run", "shelves.md", "--no-wait", "--unattended")
    #expect(ending.code == 1)
    #expect(ending.output.contains("42P07"))
    #expect(ending.output.contains("20260101000000_shelves.sql:2"))
    #expect(!ending.output.contains("2/least"))
    #expect(try shelves.psql("select count(*) from temae.marker") == "0")
    #expect(
      try shelves.psql("select count(*) from supabase_migrations.schema_migrations") == "0")
    try shelves.temae(
      "do", "--reason", "a leftover", "--", "psql \"$TEA_URL\" -c 'drop table shelves'")
    #expect(try shelves.psql("select to_regclass('shelves') is null") == "t")
    #expect(try shelves.temae("answer", "2/apply", "retry").code == 0)
    #expect(try shelves.temae("resume", "--no-wait", "--unattended").code == 0)
    #expect(try shelves.temae("audit").output.contains("a leftover"))
  }

  @Test func `a target without markers is refused before anything is sent, until it is prepared`()
    throws
  {
    let shelves = try Shelves(isPrepared: false)
    let ending = try shelves.temae("run", "shelves.md", "--no-wait", "--unattended")
    #expect(ending.code == 1)
    #expect(ending.output.contains("temae target init"))
    #expect(try shelves.temae("target", "show", "shelves.md").output.contains("markers"))
    let made = try shelves.temae("target", "init", "shelves.md")
    #expect(made.code == 0)
    #expect(try shelves.temae("target", "init", "shelves.md").code == 0)
    try shelves.temae("answer", "2/apply", "retry")
    #expect(try shelves.temae("resume", "--no-wait", "--unattended").code == 0)
  }

  @Test func `a wrong database, an unreachable server and a missing variable open no run`()
    throws
  {
    let shelves = try Shelves()
    let other = shelves.connection.replacingFirst(shelves.database, with: "postgres")
    let words = ["run", "shelves.md", "--no-wait", "--unattended"]
    let cases = [
      ([:], "TEA_URL"), (["TEA_URL": other], "wrong target"),
      (["TEA_URL": "host=/nowhere dbname=x user=y"], "database main"),
      (["TEA_URL": "this is no connection string"], "database main"),
    ]
    for (environment, message) in cases {
      let ending = try Program.run(words, in: shelves.place.path, environment: environment)
      #expect(ending.code == 65)
      #expect(ending.output == "")
      #expect(ending.error.contains(message), "\(ending.error)")
      #expect(ending.error.contains("next: "), "\(ending.error)")
    }
    #expect(try shelves.place.temae("runs").code == 65, "there is no journal")
  }

  @Test func `a run is not resumed on another server's database`() throws {
    let shelves = try Shelves()
    _ = try shelves.temae("run", "shelves.md", "--no-wait", "--until", "1", "--unattended")
    let other = try Shelves()
    let ending = try Program.run(
      ["resume", "--no-wait", "--unattended"], in: shelves.place.path,
      environment: ["TEA_URL": other.connection])
    #expect(ending.code == 65)
    #expect(ending.error.contains(other.database), "\(ending.error)")
    #expect(try other.psql("select to_regclass('shelves') is null") == "t")
    // Nothing was begun there, so nothing is to be tried again.
    #expect(try shelves.temae("resume", "--no-wait", "--unattended").code == 0)
  }
}
