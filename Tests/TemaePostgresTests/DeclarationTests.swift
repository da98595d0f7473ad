import TemaeCore
import TemaePostgres
import TestSupport
import Testing

/// What files declare, by a throwaway cluster or a named server.
@Suite struct DeclarationTests {
  private func declared(
    _ files: [(String, String)], by database: TestDatabase, server: String? = nil
  ) async throws -> Catalog {
    try await database.postgres.declaredCatalog(
      of: files.map { SQLOrder.Piece(file: $0.0, text: $0.1, firstLine: 1) },
      target: database.connection, server: server)
  }

  @Test func `a database made by a file equals what the file declares, exactly`() async throws {
    let database = try await TestDatabase()
    try database.psql(RichSchema.sql)
    let expected = try await declared([("rich.sql", RichSchema.sql)], by: database)
    let found = try await database.postgres.catalog(connection: database.connection)
    let comparison = CatalogComparison(
      expected: expected, found: found, rules: .exactlyDeclared)
    #expect(comparison.lines == [])
  }

  @Test func `files are applied in order, and the target's roles are there`() async throws {
    let database = try await TestDatabase()
    try database.psql(
      #"""
      do $$ begin create role "odd ""role"""; exception when duplicate_object then null; end $$
      """#)
    let catalog = try await declared(
      [
        ("1.sql", "\\restrict x\nset search_path = ''; create table public.a (x int);"),
        ("2.sql", #"grant select on a to "odd ""role"""; alter table a add y int"#),
      ], by: database)
    let names = catalog.objects.map(\.name)
    #expect(names.contains("public.a.y"))
    #expect(names.contains(#"table public.a to "odd ""role""""#))
  }

  @Test(arguments: [
    ("create table a (x int);\n\ncreate table b (x nowhere)", "x.sql:3", "nowhere"),
    ("create table a (x int;", "x.sql:1", ""),
    ("select 'open", "x.sql:1", "never closed"),
    ("select 1;\n\\i other.sql", "x.sql:2", "psql's"),
    ("begin; create table a (x int)", "x.sql", "not ended"),
    ("copy pg_class to stdout", "x.sql:1", "COPY"),
  ])
  func `a file that cannot be applied is an error with its line`(
    text: String, place: String, reason: String
  ) async throws {
    let database = try await TestDatabase()
    do {
      _ = try await declared([("x.sql", text)], by: database)
      Issue.record("it was applied")
    } catch PostgresError.badDeclaration(let at, let why) {
      #expect(at == place)
      #expect(why.contains(reason), "\(why)")
    }
  }

  @Test func `a scratch database is never made on the target's own server`() async throws {
    let database = try await TestDatabase()
    await #expect(throws: PostgresError.self) {
      try await declared([("x.sql", "select 1")], by: database, server: database.connection)
    }
    let scratches = "select count(*) from pg_database where datname like 'temae_scratch%'"
    #expect(try database.psql(scratches) == "0")
  }
}
