import Glibc
import Testing

/// SQL activities whose runner is killed, or whose connection is lost.
struct KillMatrixSQLTests {
  private static let change =
    "```sql {#change db=main}\n\(KillScene.work.replacing("; ", with: ";\n"));\n```"

  @Test func `a change whose runner was killed never commits, and is tried again`() throws {
    let scene = try KillScene(Self.change, probe: nil)
    try scene.start()
    scene.killRunner()
    #expect(try scene.resume().code == 0)
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again tombstone", "2 attempt.succeeded"])
    try scene.expectOneEffect()
  }

  @Test func `a change whose commit was not seen is done, by its marker`() throws {
    // A deferred trigger sleeps inside COMMIT.
    let slow = """
      ```sql {#change db=main}
      create table a ();
      create table b ();
      insert into log values (1);
      insert into slow values (1);
      ```
      """
    let scene = try KillScene(slow, probe: nil)
    _ = try scene.psql(
      """
      create table slow (n int);
      create function nap() returns trigger language plpgsql as
        $$begin perform pg_sleep(2); return null; end$$;
      create constraint trigger nap after insert on slow deferrable initially deferred
        for each row execute function nap()
      """)
    try scene.start()
    scene.killRunner()
    #expect(try scene.resume().code == 0)
    let first = try scene.history()
    let isDone = first == ["1 attempt.lost", "1 attempt.settled done marker"]
    let isAgain =
      first == ["1 attempt.lost", "1 attempt.settled again tombstone", "2 attempt.succeeded"]
    #expect(isDone || isAgain, "\(first)")
    try scene.expectOneEffect()
  }

  @Test func `a connection that is lost is settled by its driver, not taken for a failure`() throws
  {
    let scene = try KillScene(Self.change, probe: nil)
    try scene.start()
    _ = try scene.psql(
      """
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
        and wait_event = 'PgSleep'
      """)
    #expect(scene.waitForRunner() == 0)
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again tombstone", "2 attempt.succeeded"])
    try scene.expectOneEffect()
  }

  @Test func `without the table of markers nothing is sent`() throws {
    let scene = try KillScene(Self.change, probe: nil, markers: false)
    let refused = try scene.temae("run", "move.md", "--no-wait", "--unattended")
    #expect(refused.code == 1)
    #expect(refused.output.contains("temae target init"))
    #expect(try scene.truth() == "0")
    #expect(try scene.temae("target", "init", "move.md").code == 0)
    try scene.temae("answer", "1/change", "retry")
    #expect(try scene.resume().code == 0)
    try scene.expectOneEffect()
  }

  @Test func `a stopped runner holds its run, and goes on when it wakes`() throws {
    let scene = try KillScene(Self.change, probe: nil)
    try scene.start()
    scene.signalRunner(SIGSTOP)
    // Its run lock is held as long as it lives.
    #expect(try scene.resume().code == 75)
    scene.signalRunner(SIGCONT)
    #expect(scene.waitForRunner() == 0)
    #expect(try scene.history() == ["1 attempt.succeeded"])
    try scene.expectOneEffect()
  }

  @Test func `a stalled runner is ended by a take-over, and its change is settled`() throws {
    let scene = try KillScene(Self.change, probe: nil)
    try scene.start()
    scene.signalRunner(SIGSTOP)
    let ending = try scene.temae(
      "resume", "--no-wait", "--unattended", "--take-over", "the laptop was closed")
    #expect(ending.code == 0)
    #expect(scene.waitForRunner() == 128 + SIGKILL)
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again tombstone", "2 attempt.succeeded"])
    #expect(try scene.temae("audit").output.contains("taken over: the laptop was closed"))
    try scene.expectOneEffect()
  }

  @Test func `a second runner is refused while the first one drives`() throws {
    let scene = try KillScene(Self.change, probe: nil)
    try scene.start()
    let second = try scene.resume()
    #expect(second.code == 75)
    #expect(second.error.contains("another runner (process "))
    #expect(scene.waitForRunner() == 0)
    try scene.expectOneEffect()
  }
}
