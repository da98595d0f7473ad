import TestSupport
import Testing

/// The network between temae and the database is lost: what was in flight is *unknown*, neither a
/// failure nor a success, until the database itself or a person tells.
struct NetworkTests {
  private static let untilOpen =
    "while not exists (select from gate) loop perform pg_sleep(0.05); end loop;"
  private static let isThere = "select count(*) = 1 from log"

  /// A scene whose driver reaches the server over a network that can be broken.
  private func scene(_ block: String, probe: String?) throws -> (KillScene, BreakableNetwork) {
    let scene = try KillScene(block, probe: probe)
    try scene.psql("create table gate (is_open boolean)")
    let network = try BreakableNetwork(to: scene.cluster, in: scene.place)
    let database = try scene.psql("select current_database()")
    scene.reached = "host=127.0.0.1 port=\(network.port) dbname=\(database) user=postgres"
    return (scene, network)
  }

  @Test func `a change is settled by its tombstone, once the network is back`() throws {
    let (scene, network) = try scene(
      """
      ```sql {#change db=main}
      create table a ();
      do $$ begin \(Self.untilOpen) end $$;
      create table b ();
      insert into log values (1);
      ```
      """, probe: nil)
    try scene.start()
    try network.become(.silent)
    try network.become(.down)
    #expect(scene.waitForRunner() == 6)
    #expect(try scene.history() == [], "nothing is concluded")
    #expect(try scene.temae("status").code == 6)
    #expect(try scene.resume().code != 0, "the network is still down")
    #expect(try scene.history() == [])

    try scene.psql("insert into gate values (true)")
    try network.become(.whole)
    let resumed = try scene.resume()
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again tombstone", "2 attempt.succeeded"])
    try scene.expectOneEffect()
  }

  @Test func `a statement outside a transaction is settled by its probe`() throws {
    let (scene, network) = try scene(
      """
      ```sql {#change db=main no-tx}
      do $$ begin
        create table a (); \(Self.untilOpen) create table b (); insert into log values (1);
      end $$;
      ```
      """, probe: KillScene.probe)
    try scene.start()
    try network.become(.silent)
    try scene.psql("insert into gate values (true)")
    #expect(try scene.waits(until: Self.isThere, seconds: 60))
    try network.become(.down)
    #expect(scene.waitForRunner() == 6)
    try network.become(.whole)
    let resumed = try scene.resume()
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled done probe"])
    try scene.expectOneEffect()
  }

  @Test func `one that stays silent ends as unknown, without a time-out in the document`()
    async throws
  {
    let (scene, network) = try scene(
      """
      ```sql {#change db=main}
      create table a ();
      do $$ begin \(Self.untilOpen) end $$;
      create table b ();
      insert into log values (1);
      ```
      """, probe: nil)
    // As soon as any program of libpq would notice; by default it takes some two minutes.
    let sooner =
      " keepalives_idle=1 keepalives_interval=1 keepalives_count=1 connect_timeout=5"
    let connection = try #require(scene.reached) + sooner
    let run = try Background(
      ["run", "move.md", "--no-wait", "--unattended"], in: scene.place.path,
      environment: ["MAIN_URL": connection])
    try await run.until("the change is at work") { try scene.psql(KillScene.isAtWork) == "t" }
    try network.become(.silent)
    // The proxy's kernel answers every keepalive: only another connection tells.
    try await run.wait(for: "halted", seconds: 300)
    #expect(run.end() == 6)
    #expect(try scene.history() == [], "nothing is concluded")

    try scene.psql("insert into gate values (true)")
    try network.become(.whole)
    let resumed = try scene.resume()
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    try scene.expectOneEffect()
  }
}
