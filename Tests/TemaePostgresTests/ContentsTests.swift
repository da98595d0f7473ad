import Synchronization
import TemaeCore
import TemaePostgres
import TestSupport
import Testing

@Suite struct ContentsTests {
  private func contents(
    _ database: TestDatabase, of names: [String]? = nil, user: String? = nil,
    snapshot: String? = nil
  ) async throws -> Contents {
    let suffix = user.map { " user=\($0)" } ?? ""
    return try await database.postgres.contents(
      connection: database.connection + suffix, of: names, snapshot: snapshot)
  }

  private func database(_ sql: String) async throws -> TestDatabase {
    let database = try await TestDatabase()
    try database.psql(sql)
    return database
  }

  @Test func `neither the order of rows nor that of columns counts, every value does`() async throws
  {
    let database = try await database(
      """
      create table a (x int, y text, z float8, w timestamptz, b bytea);
      insert into a select i, 'r' || i, i / 3.0, 'epoch'::timestamptz + i * interval '1 s', '\\x00ff'
        from generate_series(1, 100) i;
      create table b (b bytea, w timestamptz, z float8, y text, x int);
      insert into b select b, w, z, y, x from a order by x desc;
      """)
    let found = try await contents(database)
    #expect(found.tables.map(\.table) == ["public.a", "public.b"])
    #expect(found.tables[0].rows == 100)
    #expect(found.tables[0].digest == found.tables[1].digest)
    try database.psql("update b set z = z + 1e-13 where x = 50")
    let now = try await contents(database, of: ["public.b"])
    #expect(now.tables.map(\.rows) == [100])
    #expect(now.tables[0].digest != found.tables[1].digest)
  }

  @Test func `equal rows do not cancel each other out, null is not an empty text`() async throws {
    let database = try await database(
      """
      create table a (x text); insert into a values ('one'), ('one');
      create table b (x text); insert into b values ('two'), ('two');
      create table c (x text); insert into c values (null);
      create table d (x text); insert into d values ('');
      create table f (x text, y text); insert into f values ('a,b', 'c');
      create table g (x text, y text); insert into g values ('a', 'b,c');
      """)
    let digests = try await contents(database).tables.map(\.digest)
    #expect(Set(digests).count == 6)
    #expect(digests.allSatisfy { $0.utf8.count == 32 })
  }

  @Test func `hostile names, partitions and sequences are read; parents of them hold nothing`()
    async throws
  {
    let database = try await database(
      #"""
      create schema "S ""x"""; create table "S ""x"""."t'\n" ("a""b" int, "c.d" text);
      insert into "S ""x"""."t'\n" values (1, 'x');
      create table "none" (); insert into "none" default values;
      create table p (d int) partition by list (d);
      create table p1 partition of p for values in (1); insert into p values (1);
      create sequence s; select nextval('s'), nextval('s');
      """#)
    let found = try await contents(database)
    #expect(found.tables.map(\.table) == [#""S ""x"""."t'\n""#, "public.\"none\"", "public.p1"])
    #expect(found.tables.map(\.rows) == [1, 1, 1])
    #expect(
      found.sequences == [SequenceValue(sequence: "public.s", lastValue: "2", isCalled: true)])
    #expect(found.unread == [])
  }

  @Test func `what the role may not read, or only in part, is said and not taken for empty`()
    async throws
  {
    let database = try await database(
      """
      do $$ begin create role reader_of_some login; exception when duplicate_object then null; end $$;
      create table a (x int); create table b (x int); create table c (x int);
      insert into c values (1), (2);
      grant select on b, c to reader_of_some;
      alter table c enable row level security;
      create policy partly on c using (x = 1);
      """)
    let found = try await contents(database, user: "reader_of_some")
    #expect(found.tables.map(\.table) == ["public.b"])
    #expect(found.unread.map(\.name) == ["public.a", "public.c"])
    #expect(found.unread[0].reason.contains("may not read"))
    #expect(found.unread[1].reason.contains("row security"))
    let missing = try await contents(database, of: ["public.b", "public.nowhere"])
    #expect(missing.unread.map(\.name) == ["public.nowhere"])
  }

  @Test func `a locked table is passed over after a moment, the others are read`() async throws {
    let database = try await database(
      "create table a (x int); create table b (x int); insert into b values (1)")
    let holder = try HeldSession(database.connection, "begin; lock table a; select 'locked';")
    #expect(holder.answer == "locked")
    let found = try await contents(database)
    #expect(found.tables.map(\.table) == ["public.b"])
    #expect(found.unread.map(\.name) == ["public.a"])
    #expect(found.unread.first?.reason.contains("lock") == true)
    holder.end()
  }

  @Test func `an exported snapshot shows what was there when it was taken`() async throws {
    let database = try await database("create table a (x int); insert into a values (1)")
    let holder = try HeldSession(
      database.connection, "begin isolation level repeatable read; select pg_export_snapshot();")
    let snapshot = holder.answer
    try database.psql("insert into a values (2)")
    #expect(try await contents(database, snapshot: snapshot).tables.map(\.rows) == [1])
    #expect(try await contents(database).tables.map(\.rows) == [2])
    holder.end()
    await #expect(throws: PostgresError.self) {
      try await contents(database, snapshot: "'; drop table a; --")
    }
  }

  @Test func `settings of the role change nothing in a digest`() async throws {
    let database = try await database(
      """
      create table a (w timestamptz, d date, i interval, f float8, b bytea);
      insert into a values ('2025-02-03 04:05:06.789+00', '2025-02-03', '1 day 2 h', 1/3.0, '\\x6162');
      """)
    let before = try await contents(database)
    try database.psql(
      """
      do $$ begin
        execute format('alter database %I set timezone = ''Asia/Tokyo''', current_database());
        execute format('alter database %I set datestyle = ''German''', current_database());
        execute format('alter database %I set intervalstyle = ''iso_8601''', current_database());
        execute format('alter database %I set bytea_output = ''escape''', current_database());
        execute format('alter database %I set extra_float_digits = -3', current_database());
      end $$
      """)
    #expect(try await contents(database) == before)
  }

  @Test func `every table is announced before it is read`() async throws {
    let database = try await database("create table a (x int); create table b (x int)")
    let announced = Mutex<[String]>([])
    _ = try await database.postgres.contents(connection: database.connection) { table in
      announced.withLock { $0.append(table) }
    }
    #expect(announced.withLock { $0 } == ["public.a", "public.b"])
  }
}
