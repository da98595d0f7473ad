import TemaeCore
import TemaePostgres
import TestSupport
import Testing

/// What files declare, by a throwaway cluster or a named server.
@Suite struct DeclarationTests {
  private func declared(
    _ files: [(String, String)], by database: TestDatabase, server: String? = nil
  ) async throws -> Catalog {
    let reading = try await database.postgres.declared(
      by: files.map { SQLOrder.Piece(file: $0.0, text: $0.1, firstLine: 1) },
      CatalogQuestion.Declaring(server: server), target: database.connection)
    return try #require(reading.declared)
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
    let error = await #expect(throws: PostgresError.self) {
      try await declared([("x.sql", text)], by: database)
    }
    guard case .badDeclaration(let at, let why, _) = error else {
      Issue.record("\(error.map(String.init(describing:)) ?? "it was applied")")
      return
    }
    #expect(at == place)
    #expect(why.contains(reason), "\(why)")
  }

  @Test func `before the files run, what comes of them on a copy is told`() async throws {
    let database = try await TestDatabase()
    try database.psql(RichSchema.sql)
    let platform = "create function platform() returns int language sql as 'select 1';"
    try database.psql("create table a (x int); create table b (x int); \(platform)")
    let reading = try await database.postgres.declared(
      by: [
        SQLOrder.Piece(file: "given.sql", text: platform, firstLine: 1),
        SQLOrder.Piece(
          file: "x.sql",
          text: """
            create table if not exists a (x int, y int);
            create table if not exists b (x int, y int default platform());
            alter table b add column if not exists y int default platform();
            create table c (z int);
            """, firstLine: 1),
      ], CatalogQuestion.Declaring(givenCount: 1, isForeseen: true),
      target: database.connection)
    let comparison = CatalogComparison(
      expected: try #require(reading.declared), found: reading.present, rules: .declared)
    #expect(comparison.lines == ["column public.a.y is missing"])
    #expect(try database.psql("select to_regclass('c') is null") == "t")
    let now = try await database.postgres.catalog(connection: database.connection)
    // The copy is like the original but for what the files made, and for what rows it holds.
    let copied = CatalogComparison(expected: now, found: reading.present, rules: .equal)
    #expect(
      copied.lines.filter { !$0.contains("populated") } == [
        "column public.b.y is there, and was not expected",
        "table public.c is there, and was not expected",
      ])
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
