import Glibc
import TestSupport
import Testing

/// A run whose variable leads to another database than the pinned one while an orphan is at work.
struct ReplacedTargetTests {
  /// One batch that commits when there is a row in `gate`, and no sooner.
  private static let block = """
    ```bash {#change db=main}
    psql -X -v ON_ERROR_STOP=1 -c "create table a (); do 'begin
      while not exists (select from gate) loop perform pg_sleep(0.05); end loop;
    end'; create table b (); insert into log values (1)"
    ```
    """

  @Test func `what another database says of an orphan is not believed`() async throws {
    let scene = try KillScene(Self.block)
    _ = try scene.psql("create table gate (is_open boolean)")
    try scene.start()
    scene.killRunner()
    for name in ["temae-supervisor", "psql", "bash"] { try scene.signal(name, SIGKILL) }

    let other = try scene.cluster.makeDatabase()
    let misled = try Program.run(
      ["resume", "--no-wait", "--unattended"], in: scene.place.path,
      environment: ["MAIN_URL": other])
    #expect(misled.code == 65, "\(misled.output)")
    #expect(misled.error.contains("database is "), "\(misled.error)")
    #expect(try scene.history() == [])

    let resumed = try Background(
      ["resume", "--no-wait", "--unattended"], in: scene.place.path,
      environment: ["MAIN_URL": scene.connection])
    try await resumed.wait(for: "1/change is still at work on the server")
    _ = try scene.psql("insert into gate values (true)")
    #expect(resumed.end() == 0)
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled done probe"])
    try scene.expectOneEffect()
  }
}
