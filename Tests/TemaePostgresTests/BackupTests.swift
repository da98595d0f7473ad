import FoundationEssentials
import TemaeCore
import TestSupport
import Testing

@testable import TemaePostgres

/// Dumping and restoring, without the files around it.
@Suite struct BackupTests {
  /// A directory of its own, and what is dumped into it.
  private final class Place {
    let path: String

    init() throws {
      path = "/tmp/temae-dump-" + String(UInt64.random(in: 0 ... .max), radix: 36)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private func order(
    _ database: TestDatabase, _ place: Place, _ kind: BackupKind = .full, tables: [String] = [],
    isSingleFile: Bool = false, user: String? = nil
  ) -> DumpOrder {
    DumpOrder(
      connection: database.connection + (user.map { " user=\($0)" } ?? ""), kind: kind,
      tables: tables, directory: place.path, jobs: 2, isSingleFile: isSingleFile)
  }

  private func dump(
    _ order: DumpOrder, _ database: TestDatabase, stop: StopRequest = StopRequest()
  ) async throws -> DumpedDatabase {
    try await database.postgres.dump(order, stop: stop) { _ in }
  }

  private func restored(
    _ dumped: DumpedDatabase, _ kind: BackupKind, _ place: Place, _ database: TestDatabase,
    isSingleFile: Bool = false
  ) async throws -> [BackupFinding] {
    var manifest = BackupSamples.manifest(kind: kind)
    manifest.source = dumped.source
    manifest.contents = dumped.contents
    manifest.movedSequences = dumped.movedSequences
    manifest.files = isSingleFile ? [BackupFile(path: "full.dump", bytes: 0, sha256: .zero)] : []
    let order = RestoreOrder(directory: place.path, manifest: manifest, server: nil, jobs: 2)
    let copy = try await database.postgres.restore(order, stop: StopRequest()) { _ in }
    return copy.failure.map { [$0] }
      ?? BackupComparison(manifest: manifest, catalog: dumped.catalog)
      .findings(copy: copy.catalog, contents: copy.contents)
  }

  @Test(arguments: BackupKind.allCases)
  func `a rich schema comes back as it was`(kind: BackupKind) async throws {
    let database = try await TestDatabase()
    try database.psql(RichSchema.sql)
    let place = try Place()
    let tables = kind == .tables ? ["shop.visits"] : []
    let dumped = try await dump(order(database, place, kind, tables: tables), database)
    #expect(dumped.dumpVersion.hasPrefix(dumped.source.target.serverVersion))
    #expect((dumped.contents == nil) == (kind == .schema))
    #expect(try await restored(dumped, kind, place, database) == [])
  }

  @Test func `a single file comes back as it was`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table a (x int); insert into a select generate_series(1, 9)")
    let place = try Place()
    let order = order(database, place, isSingleFile: true)
    let dumped = try await dump(order, database)
    #expect(dumped.rowsOf == [:])
    #expect(try await restored(dumped, .full, place, database, isSingleFile: true) == [])
  }

  @Test func `files are told by the tables whose rows they hold`() async throws {
    let database = try await TestDatabase()
    try database.psql(#"create table "a B" (x int); create table c (x int)"#)
    let place = try Place()
    let dumped = try await dump(order(database, place), database)
    #expect(Set(dumped.rowsOf.values) == [#"public."a B""#, "public.c"])
  }

  @Test func `of tables, their partitions are part, and no other table is`() async throws {
    let database = try await TestDatabase()
    try database.psql(
      """
      create table p (k text, n serial) partition by list (k);
      create table p_a partition of p for values in ('a');
      create table "p B" partition of p for values in ('b') partition by list (k);
      create table p_b1 partition of "p B" for values in ('b');
      create table p_c (like p); create table other (x int);
      insert into p values ('a'), ('b'); insert into other values (1);
      """)
    let place = try Place()
    let dumped = try await dump(order(database, place, .tables, tables: ["p"]), database)
    #expect(dumped.tables == ["public.p", "public.p_a", #"public."p B""#, "public.p_b1"])
    #expect(dumped.contents?.tables.map(\.table) == ["public.p_a", "public.p_b1"])
    #expect(dumped.contents?.sequences.map(\.sequence) == ["public.p_n_seq"])
    #expect(try await restored(dumped, .tables, place, database) == [])
  }

  @Test(arguments: ["nowhere", "a.b.c.d", "", "select", "v", "pg_class x"])
  func `a name that is no table's is refused`(name: String) async throws {
    let database = try await TestDatabase()
    try database.psql("create view v as select 1")
    let place = try Place()
    await #expect(throws: PostgresError.self) {
      try await dump(order(database, place, .tables, tables: [name]), database)
    }
  }

  @Test func `a table that the role may not read, or only in part, is named`() async throws {
    let database = try await TestDatabase()
    let role = "r" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try database.psql(
      """
      create role \(role) login; create table open_one (x int); create table closed (x int);
      create table guarded (x int); alter table guarded enable row level security;
      grant select on open_one, guarded to \(role);
      """)
    let place = try Place()
    let error = await #expect(throws: PostgresError.self) {
      try await dump(order(database, place, user: role), database)
    }
    let text = error?.description ?? ""
    #expect(text.contains("public.closed, public.guarded"), "\(text)")
    #expect(!text.contains("open_one"))
    try database.psql("drop owned by \(role); drop role \(role)")
  }

  @Test func `who holds a lock on a table is named`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table a (x int)")
    let held = try HeldSession(
      database.connection, "begin; lock table a; select pg_backend_pid();")
    defer { held.end() }
    let place = try Place()
    let error = await #expect(throws: PostgresError.self) {
      try await dump(order(database, place), database)
    }
    #expect(error?.description.contains("process \(held.answer)") == true, "\(error as Any)")
  }

  @Test func `a program that is older than the server, or missing, is named`() throws {
    func complaint(_ name: String, _ version: Int) throws -> String {
      let program = try ArchiveProgram(.init(name: name, version: version, arguments: ["--help"]))
      do throws(PostgresError) {
        return try program.complaint() ?? "none"
      } catch {
        return error.description
      }
    }
    let old = try complaint("pg_dump", 999)
    #expect(old.contains("pg_dump cannot be used: it is of version"), "\(old)")
    #expect(old.contains("Install PostgreSQL 999 or later"))
    let gone = try complaint("pg_nothing", 15)
    #expect(gone.contains("pg_nothing cannot be used: it is not on this machine"), "\(gone)")
    #expect(try complaint("pg_dump", 9) == "none")
  }

  @Test func `pg_dump's own complaint is handed on, and our questions end with it`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table a (x int)")
    let place = try Place()
    var order = order(database, place)
    order.directory += "/gone"
    let error = await #expect(throws: PostgresError.self) {
      try await dump(order, database)
    }
    #expect(error?.description.contains("could not create directory") == true, "\(error as Any)")
  }

  @Test func `a request to stop ends it, and nothing of it stays on the server`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table a (x int)")
    let place = try Place()
    let stop = StopRequest()
    let error = await #expect(throws: PostgresError.self) {
      try await database.postgres.dump(order(database, place), stop: stop) { step in
        if case .began = step { stop.make() }
      }
    }
    #expect(error == .interrupted)
    #expect(
      try await database.waits(
        until: """
          select not exists (select from pg_stat_activity where datname = current_database()
            and pid <> pg_backend_pid())
          """))
  }
}
