import TestSupport
import Testing

/// A file with its own BEGIN and COMMIT, killed in the middle of it.
struct OwnTransactionTests {
  private static let untilOpen =
    "do $$ begin while not exists (select from gate) loop perform pg_sleep(0.05); end loop; end $$;"

  private func scene(_ text: String) throws -> KillScene {
    let scene = try KillScene(
      """
      ```sql {#change db=main own-tx}
      \\i change.sql
      ```
      """, markers: false)
    try scene.psql("create table gate (is_open boolean)")
    try scene.place.write("change.sql", text)
    return scene
  }

  @Test func `a transaction that is the whole of it is tried again by itself`() throws {
    let scene = try scene(
      """
      begin;
      create table a ();
      \(Self.untilOpen)
      create table b ();
      insert into log values (1);
      commit;
      """)
    try scene.start()
    scene.killRunner()
    try scene.psql("insert into gate values (true)")
    let resumed = try scene.resume()
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again probe", "2 attempt.succeeded"])
    try scene.expectOneEffect()
  }

  @Test func `of several the first may have ended: a person decides`() throws {
    let scene = try scene(
      """
      begin;
      create table if not exists a ();
      commit;
      begin;
      \(Self.untilOpen)
      create table b ();
      insert into log values (1);
      commit;
      """)
    try scene.start()
    scene.killRunner()
    try scene.psql("insert into gate values (true)")
    let resumed = try scene.resume()
    #expect(resumed.code == 6, "\(resumed.output)\(resumed.error)")
    #expect(try scene.history() == ["1 attempt.lost"])
    #expect(try scene.truth() == "a 0")
    #expect(try scene.temae("settle", "1/change", "--again", "--reason", "only a").code == 0)
    #expect(try scene.resume().code == 0)
    try scene.expectOneEffect()
  }

  @Test func `what had committed before the runner died is done`() throws {
    let scene = try scene(
      """
      begin; create table a (); create table b (); insert into log values (1); commit;
      \(Self.untilOpen)
      """)
    try scene.start()
    scene.killRunner()
    try scene.psql("insert into gate values (true)")
    #expect(try scene.resume().code == 0)
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled done probe"])
    try scene.expectOneEffect()
  }
}
