import Testing

/// `temae settle`, for each verdict, from an outcome that nobody saw to the end of the run.
final class SettleTests {
  private let scene: KillScene

  /// The change's connection is lost, and its probe cannot tell.
  init() throws {
    scene = try KillScene(
      """
      ```sql {#change db=main no-tx}
      do $$ begin
        create table a ();
        while not exists (select from gate) loop perform pg_sleep(0.05); end loop;
        create table b ();
        insert into log values (1);
      end $$;
      ```
      """, probe: "```sql {.probe db=main equals=t}\nselect 1 / 0;\n```")
    try scene.psql("create table gate (is_open boolean)")
    try scene.start()
    try scene.psql(
      """
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
        and application_name like 'temae/%'
      """)
    #expect(scene.waitForRunner() == 6)
    #expect(try scene.history() == ["1 attempt.lost"])
  }

  private func settle(_ verdict: String, _ reason: String) throws -> Program.Ending {
    try scene.temae("settle", "1/change", verdict, "--reason", reason)
  }

  @Test func `done: it took effect, and the run goes on`() throws {
    try scene.psql("create table a (); create table b (); insert into log values (1)")
    #expect(try settle("--done", "made by hand, and looked at").code == 0)
    #expect(try scene.temae("status").code == 3)
    #expect(try scene.resume().code == 0)
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled done person"])
    #expect(try scene.temae("audit").output.contains("made by hand, and looked at"))
    try scene.expectOneEffect()
  }

  @Test func `again: it did not take effect, and is tried again`() throws {
    try scene.psql("insert into gate values (true)")
    #expect(try settle("--again", "nothing is there").code == 0)
    #expect(try scene.resume().code == 0)
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again person", "2 attempt.succeeded"])
    try scene.expectOneEffect()
  }

  @Test func `failed: nothing goes on before somebody decides`() throws {
    #expect(try settle("--failed", "half of it").code == 0)
    #expect(try scene.temae("status").code == 1)
    #expect(try scene.resume().code == 1)
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled failed person"])
    try scene.psql("insert into gate values (true)")
    #expect(try scene.temae("answer", "1/change", "retry").code == 0)
    #expect(try scene.resume().code == 0)
    try scene.expectOneEffect()
  }

  @Test func `what cannot be settled so is refused, and nothing is recorded`() throws {
    let before = try scene.place.sqlite("select count(*) from event;")
    let bad: [([String], String)] = [
      (["1/change", "--done"], "reason"), (["1/change", "--reason", "x"], "--done"),
      (["1/change", "--done", "--again", "--reason", "x"], "--again"),
      (["1/change", "--done", "--reason", "  "], "reason"),
      (["9/none", "--done", "--reason", "x"], "no activity 9/none"),
      (["--done", "--reason", "x"], "ACTIVITY"),
      (["1/change", "--maybe", "--reason", "x"], "--done"),
    ]
    for (words, message) in bad {
      let ending = try Program.run(
        ["settle"] + words, in: scene.place.path, environment: ["MAIN_URL": scene.connection])
      #expect(ending.code == 64, "\(words): \(ending.error)")
      #expect(ending.error.contains(message), "\(words): \(ending.error)")
    }
    #expect(try scene.place.sqlite("select count(*) from event;") == before)
    // An unknown outcome cannot be walked around.
    for words in [["skip", "1/change", "--reason", "x"], ["answer", "1/change", "retry"]] {
      let ending = try Program.run(words, in: scene.place.path)
      #expect(ending.code == 64)
      #expect(ending.error.contains("settle it first"), "\(ending.error)")
    }
  }

  @Test func `what was settled is not settled again, nor after the end of the run`() throws {
    try scene.psql("create table a (); create table b (); insert into log values (1)")
    #expect(try settle("--done", "it is there").code == 0)
    #expect(try settle("--again", "no, it is not").code == 64)
    #expect(try scene.resume().code == 0)
    #expect(try settle("--failed", "too late").code == 64)
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled done person"])
  }
}
