import Glibc
import TestSupport
import Testing

/// `temae backup restore --table`: the rows of some tables, and nothing else.
struct BackupRestoreTableTests {
  /// Tables that are bound to each other, with triggers that must not fire.
  private static let tables = """
    create table orders (id int generated always as identity primary key,
      guest int references guests on delete cascade, n int unique,
      twice int generated always as (n * 2) stored);
    insert into orders (guest, n) select 1 + n % 400, n from generate_series(1, 1000) n;
    create table lines (id serial primary key, "order" int references orders,
      previous int references lines);
    insert into lines ("order", previous) select id, id from orders;
    comment on constraint lines_order_fkey on lines is 'a key';
    create table fired (word text);
    create function fire() returns trigger language plpgsql as $$ begin
      insert into fired values (tg_op);
      return new; end $$;
    create trigger often after insert on orders for each row execute function fire();
    create trigger always before insert or truncate on orders execute function fire();
    alter table orders disable trigger often; alter table orders enable always trigger always;
    """

  /// A scene with these tables, and a backup of them, which is verified or only said to be.
  private func scene(
    _ words: String..., isProved: Bool = false
  ) throws -> (scene: BackupRestoreScene, backup: String) {
    let scene = try BackupRestoreScene(isAltered: false)
    try scene.psql(Self.tables)
    let taking = try Program.run(
      ["backup", "shelves.md", "--name", "two"] + words, in: scene.scene.shelves.place.path,
      environment: scene.scene.environment)
    try #require(taking.code == 0, "\(taking.error)")
    let backup = "\(scene.scene.shelf)/two"
    if isProved {
      let verified = try scene.scene.backup("verify", backup)
      try #require(verified.code == 0, "\(verified.output)\(verified.error)")
    } else {
      try scene.scene.vouch(for: backup)
    }
    return (scene, backup)
  }

  @Test(arguments: [[], ["--single-file"], ["--kind", "data"], ["--table", "orders"]])
  func `rows come back, nothing else changes, and they go back again`(kind: [String]) throws {
    let (scene, backup) =
      switch kind.count {
      case 0: try scene(isProved: true)
      case 1: try scene(kind[0], isProved: true)
      default: try scene(kind[0], kind[1], isProved: true)
      }
    let before = try scene.state()
    try scene.psql("update orders set n = -n, guest = null where id > 900")
    try scene.psql("update guests set name = 'x' where id < 9")
    let altered = try scene.state()
    let ending = try scene.restore("--table", "orders", backup: backup)
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("1,000 rows of public.orders, as of"), "\(ending.output)")
    #expect(try scene.psql("select count(*) from guests where name = 'x'") == "8")
    #expect(try scene.psql("select count(*) from fired") == "0")
    // The copy is one of these rows, and knows which.
    let back = try scene.restore(backup: try scene.copies()[0])
    #expect(back.code == 0, "\(back.output)\(back.error)")
    #expect(try scene.state() == altered)
    #expect(try scene.restore("--table", "public.orders", backup: backup).code == 0)
    try scene.psql("update guests set name = 'guest ' || id")
    #expect(try scene.state() == before)
  }

  @Test func `tables that were emptied come back together, and numbers go on behind them`() throws {
    let (scene, backup) = try scene()
    try scene.psql("truncate orders, lines restart identity")
    #expect(try scene.restore("--table", "orders", "--table", "lines", backup: backup).code == 0)
    #expect(try scene.psql("insert into orders (n) values (-1) returning id") == "1001")
    #expect(try scene.psql("insert into lines (\"order\") values (1001) returning id") == "1001")
    // Never back: a number that was given is not given again.
    try scene.psql("select setval('lines_id_seq', 5000)")
    try scene.psql("delete from lines where id = 1001; delete from orders where id = 1001")
    #expect(try scene.restore("--table", "orders", "--table", "lines", backup: backup).code == 0)
    #expect(try scene.psql("insert into lines (\"order\") values (1) returning id") == "5001")
    // A table brings its partitions along.
    try scene.psql("delete from visits")
    #expect(try scene.restore("--table", "visits", backup: backup).code == 0)
    #expect(try scene.psql("select count(*) from visits") == "200")
  }

  private func expectNothing(
    _ scene: BackupRestoreScene, _ backup: String, _ code: Int32, _ text: String, _ table: String
  ) throws {
    let before = try scene.state()
    let ending = try scene.restore("--table", table, backup: backup)
    #expect(ending.code == code, "\(ending.output)\(ending.error)")
    #expect((ending.output + ending.error).contains(text), "\(ending.output)\(ending.error)")
    #expect(try scene.state() == before)
  }

  @Test func `where a foreign key would not hold, or the rows do not fit, nothing is done`() throws
  {
    let (scene, backup) = try scene("--table", "orders", "--table", "visits")
    try scene.psql(
      "insert into orders (n) values (-1); insert into lines (\"order\") values (1001)")
    try expectNothing(scene, backup, 1, "Key (order)=(1001) is not present in table", "orders")
    try scene.psql("delete from lines; delete from orders")
    try scene.psql("delete from visits; delete from guests where id = 7")
    try expectNothing(scene, backup, 1, "Key (guest)=(7) is not present in table", "orders")
    try expectNothing(scene, backup, 1, "the backup has no rows of public.guests", "guests")
    try expectNothing(scene, backup, 1, "there is no table nowhere", "nowhere")
    try scene.psql("alter table orders alter guest type bigint")
    try expectNothing(scene, backup, 1, "public.orders.guest", "orders")
    try scene.psql("drop table visits_2025")
    try expectNothing(scene, backup, 1, "partition public.visits_2025 is not there", "visits")
    try scene.psql(
      "create table visits_2025 partition of visits for values from ('2024-01-01') to ('2025-01-01')"
    )
    try expectNothing(scene, backup, 1, "violates partition constraint", "visits")
  }

  @Test(arguments: [SIGINT, SIGKILL])
  func `ended in the middle, the rows are as they were`(signal: Int32) async throws {
    let (scene, backup) = try scene()
    try scene.psql("update orders set n = -n where id < 9")
    let before = try scene.state()
    try scene.scene.hold("pg_restore", .after, only: "--file=-")
    let restoring = try Background(
      ["backup", "restore", backup, "shelves.md", "--yes", scene.database, "--table", "orders"],
      in: scene.scene.shelves.place.path, environment: scene.scene.environment)
    try await scene.scene.waitUntilHeld(restoring)
    restoring.send(signal)
    #expect(restoring.end() == (signal == SIGINT ? 130 : 128 + SIGKILL), "\(restoring.output)")
    try scene.scene.waitUntilGone()
    try await scene.expectNothingLeft(restoring)
    #expect(try scene.state() == before)
  }

  @Test func `who writes to a table or to one that is bound to it waits, others do not`()
    async throws
  {
    let (scene, backup) = try scene()
    try scene.scene.hold("pg_dump", .before)
    let restoring = try Background(
      ["backup", "restore", backup, "shelves.md", "--yes", scene.database, "--table", "orders"],
      in: scene.scene.shelves.place.path, environment: scene.scene.environment)
    try await scene.scene.waitUntilHeld(restoring)
    try scene.psql("insert into bowls (size) values (9)")
    for table in ["orders (n) values (-1)", "lines (\"order\") values (5)"] {
      try scene.scene.shell(
        """
        psql -XAtqd '\(scene.scene.shelves.connection)' -c 'insert into \(table)' >/dev/null 2>&1 </dev/null &
        """)
    }
    try await restoring.until("both wait") {
      try scene.waitingCount() == 2
    }
    try scene.scene.letGo()
    #expect(restoring.end() == 0, "\(restoring.output)")
    try await restoring.until("both are there") {
      try scene.psql("select (select count(*) from orders) + (select count(*) from lines)")
        == "2002"
    }
  }
}
