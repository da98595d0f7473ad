import Glibc
import Testing

/// Ctrl-C and SIGKILL while SQL is at work on a real server.
struct InterruptionTests {
  /// Its change ends when there is a row in `gate`, and no sooner.
  private func slowShelves() throws -> Shelves {
    let shelves = try Shelves()
    try shelves.psql("create table gate (is_open boolean)")
    try shelves.place.write(
      "shelves.md",
      """
      ---
      temae: 1
      title: Slow
      databases:
        main:
          env: TEA_URL
      ---
      # Slow

      ## Phase 1: Do it

      ### Step 1: Take some time

      ```sql {#slow db=main}
      create table slow ();
      do $$ begin
        while not exists (select from gate) loop perform pg_sleep(0.05); end loop;
      end $$;
      ```

      """)
    return shelves
  }

  private func start(_ shelves: Shelves) async throws -> Background {
    let run = try Background(
      ["run", "shelves.md", "--no-wait"], in: shelves.place.path,
      environment: ["TEA_URL": shelves.connection])
    try await run.until("the server is at work") {
      try shelves.psql(
        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' "
          + "and datname = current_database()") == "1"
    }
    return run
  }

  @Test func `the first Ctrl-C waits for the change and says so, the second one cancels it`()
    async throws
  {
    let shelves = try slowShelves()
    let run = try await start(shelves)
    run.send(SIGINT)
    try await run.wait(for: "1/slow is at work in the database and is waited for")
    // Three looks of the driver later the change is still at work.
    for _ in 0..<3 { #expect(try shelves.psql("select pg_sleep(0.1)").isEmpty) }
    #expect(
      try shelves.psql(
        "select count(*) from pg_locks where mode = 'AccessExclusiveLock' "
          + "and database = (select oid from pg_database where datname = current_database())")
        != "0")
    run.send(SIGINT)
    #expect(run.end() == 130)
    #expect(run.output.contains("57014"))
    #expect(run.output.contains("temae resume slow-1"))
    #expect(try shelves.psql("select to_regclass('slow') is null") == "t")
    try shelves.psql("insert into gate values (true)")
    #expect(try shelves.temae("answer", "1/slow", "retry").code == 0)
    #expect(try shelves.temae("resume", "--unattended").code == 0)
    #expect(try shelves.psql("select to_regclass('slow') is not null") == "t")
  }

  @Test func `a runner killed in a change is settled by the marker, and the change happens once`()
    async throws
  {
    let shelves = try slowShelves()
    let run = try await start(shelves)
    run.send(SIGKILL)
    #expect(run.end() == 128 + SIGKILL)
    #expect(try shelves.temae("journal", "verify").code == 0)
    let status = try shelves.temae("status").output
    #expect(status.contains("1/slow") && status.contains("nobody"))
    try shelves.psql("insert into gate values (true)")
    let resumed = try shelves.temae("resume", "--unattended")
    #expect(resumed.code == 0)
    #expect(try shelves.psql("select to_regclass('slow') is not null") == "t")
    let markers = try shelves.psql("select outcome from temae.marker order by attempt")
    #expect(markers == "void\ndone" || markers == "done")
    #expect(try shelves.temae("journal", "verify").code == 0)
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `a signal that nobody sits behind never cancels the change, however often it comes`(
    signal: Int32
  ) async throws {
    let shelves = try slowShelves()
    let run = try await start(shelves)
    run.send(signal)
    try await run.wait(for: "1/slow is at work in the database and is waited for")
    run.send(signal)
    run.send(signal)
    // Three looks of the driver later the change is still at work.
    for _ in 0..<3 { #expect(try shelves.psql("select pg_sleep(0.1)").isEmpty) }
    try shelves.psql("insert into gate values (true)")
    #expect(run.end() == 130)
    #expect(!run.output.contains("57014"))
    #expect(try shelves.psql("select to_regclass('slow') is not null") == "t")
    #expect(try shelves.temae("resume", "--unattended").code == 0)
    #expect(try shelves.psql("select outcome from temae.marker") == "done")
  }
}
