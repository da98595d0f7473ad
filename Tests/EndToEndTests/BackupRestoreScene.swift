import Glibc
import TestSupport
import Testing

/// A database with a verified backup, and what came after it.
struct BackupRestoreScene {
  let scene: BackupScene
  /// The backup's directory.
  let backup: String

  /// Makes the database, backs it up, and then alters it as a night may.
  ///
  /// - Parameters:
  ///   - isAltered: Whether it is altered.
  ///   - isProved: Whether the backup is verified; else somebody only says so, which takes no time.
  /// - Throws: What kept it from being made.
  init(isAltered: Bool = true, isProved: Bool = false) throws {
    scene = try BackupScene()
    try scene.shelves.psql(Self.before)
    #expect(try scene.shelves.temae("target", "init", "shelves.md").code == 0)
    backup = try scene.taken("--name", "one")
    if isProved {
      let verified = try scene.backup("verify", backup)
      try #require(verified.code == 0, "\(verified.output)\(verified.error)")
    } else {
      try scene.vouch(for: backup)
    }
    if isAltered { try scene.shelves.psql(Self.after) }
  }

  var database: String { scene.shelves.database }

  @discardableResult
  func psql(_ sql: String) throws -> String { try scene.shelves.psql(sql) }

  /// Runs `temae backup restore BACKUP …` with the database's name given.
  func restore(
    _ words: String..., backup other: String? = nil, environment: [String: String] = [:]
  ) throws -> Program.Ending {
    try Program.run(
      ["backup", "restore", other ?? backup, "shelves.md", "--yes", database] + words,
      in: scene.shelves.place.path, environment: scene.environment.merging(environment) { $1 })
  }

  /// Starts the same, and goes on.
  func start(_ words: String...) throws -> Background {
    try Background(
      ["backup", "restore", backup, "shelves.md", "--yes", database] + words,
      in: scene.shelves.place.path, environment: scene.environment)
  }

  /// All of the database that pg_dump writes, the markers of runs too, in no order; not that it was
  /// restored, which everybody may read.
  func state() throws -> String {
    try scene.shell(
      "pg_dump --exclude-table=temae.restore -d '\(scene.shelves.connection)' | grep -v -e '^--' -e '^.\\(un\\)\\?restrict' -e 'USAGE ON SCHEMA temae' | LC_ALL=C sort"
    )
  }

  /// Whether the database is as the backup says, by another way than the restore's own comparison.
  func isAsBackedUp() throws -> Program.Ending {
    try scene.shelves.temae(
      "schema", "compare", "shelves.md", "--capture", "\(backup)/capture.json", "--contents")
  }

  /// The copies of what was replaced.
  func copies() throws -> [String] {
    try scene.shell("ls backups | grep replaced || true").split(separator: "\n").map {
      "\(scene.shelf)/\($0)"
    }
  }

  /// How many sessions of the database wait for a lock.
  func waitingCount() throws -> Int {
    let count = try psql(
      "select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
        + "and datname = current_database()")
    return Int(count) ?? 0
  }

  /// Nobody of temae's is at work on the database, and nothing of theirs is left on the machine.
  func expectNothingLeft(_ background: Background) async throws {
    try await background.until("no session is left") {
      try psql(
        "select count(*) from pg_stat_activity where datname = current_database() "
          + "and pid <> pg_backend_pid()") == "0"
    }
    #expect(
      try psql(
        """
        select count(*) from pg_locks where mode like '%Exclusive%' and relation > 16384
          and database = (select oid from pg_database where datname = current_database())
        """) == "0")
  }

  /// Something of every kind that is dropped and comes back.
  static let before = #"""
    create schema house; comment on schema house is 'a house';
    create extension pg_trgm; create extension citext schema house;
    create type mood as enum ('so-so', 'fine');
    create domain price as numeric(10, 2) check (value >= 0);
    create type span as range (subtype = float8);
    create type house.address as (street text, zip int);
    create table house.rooms (id int generated always as identity primary key, name house.citext,
      at house.address, mood mood default 'fine', cost price,
      twice int generated always as (id * 2) stored);
    insert into house.rooms (name, at, cost)
      select E'a\t\\.\n' || n, row('street ' || n, n)::house.address, n from generate_series(1, 300) n;
    create table visits (guest int references guests, room int references house.rooms, day date)
      partition by range (day);
    create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');
    create table visits_2026 partition of visits for values from ('2026-01-01') to ('2027-01-01');
    insert into visits select n, n, date '2025-12-01' + n from generate_series(1, 200) n;
    alter table guests add check (id > 0) not valid;
    create index on guests using gin (name gin_trgm_ops);
    create sequence tickets; select nextval('tickets') from generate_series(1, 7);
    create view house.fine as select r.*, g.name as guest from house.rooms r join guests g using (id)
      where mood = 'fine';
    create view finer as select * from house.fine where id > 3;
    create materialized view counts as select count(*) from house.fine;
    create function twice(a int) returns int begin atomic select a; select a * 2; end;
    create function touched() returns trigger language plpgsql as $$ begin
      new.name := new.name;
      return new; end $$;
    create procedure tidy() language sql as 'delete from guests where id < 0';
    create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0');
    create trigger touch before update on guests for each row execute function touched();
    alter table guests enable row level security, force row level security;
    create policy own on guests using (name = current_user);
    create function watch() returns event_trigger language plpgsql as 'begin end';
    create event trigger watching on ddl_command_end execute function watch();
    grant select on guests to public; grant usage on schema house to public;
    alter default privileges in schema house grant select on tables to public;
    create table "Odd ""Name""" ("a.b" int); create table nothing ();
    insert into nothing default values;
    """#

  /// What a migration that went wrong may leave.
  static let after = #"""
    drop table visits; drop view finer; drop function twice; drop event trigger watching;
    drop extension pg_trgm cascade; create extension hstore;
    alter type mood add value 'well'; alter domain price drop constraint price_check;
    alter table house.rooms drop column cost cascade, add column seen timestamptz default now();
    update house.rooms set mood = 'so-so' where id < 9;
    delete from guests where id > 400; update guests set name = 'x' where id < 4;
    create table twice (id int primary key, room int references house.rooms);
    create schema yard; create table yard.beds (mood mood, tags hstore);
    insert into yard.beds values ('fine', 'a=>1');
    create function yard.f(m mood) returns int language sql as 'select 1';
    create view seen as select * from yard.beds;
    create or replace function touched() returns trigger language plpgsql as 'begin return null; end';
    alter policy own on guests using (true); select setval('tickets', 900);
    revoke all on schema public from public; revoke usage on schema house from public;
    alter default privileges grant all on functions to public;
    alter default privileges revoke execute on functions from public;
    comment on schema house is 'another house';
    """#
}
