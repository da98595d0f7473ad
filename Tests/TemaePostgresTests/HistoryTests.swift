import TemaeCore
import Testing

@Suite struct HistoryTests {
  private static let table = """
    create schema supabase_migrations; create table supabase_migrations.schema_migrations (
      version text primary key, statements text[], name text)
    """
  private static let rows = """
    select version, name, array_length(statements, 1), statements[1]
    from supabase_migrations.schema_migrations order by version
    """

  private func order(_ database: TestDatabase, _ text: String, file: String) -> SQLOrder {
    var order = database.order(.transaction, "")
    order.pieces = [
      SQLOrder.Piece(file: nil, text: "set local lock_timeout = '2s';", firstLine: 9),
      SQLOrder.Piece(file: file, text: text, firstLine: 1),
    ]
    order.registersHistory = true
    return order
  }

  @Test func `an applied file is registered with its statements`() async throws {
    let database = try await TestDatabase()
    try database.psql(Self.table)
    let text = #"create table "a\b" (n text default 'x,{}"'); insert into "a\b" default values;"#
    let file = "supabase/migrations/20250906200000_consolidated_baseline.sql"
    let end = await database.perform(order(database, text, file: file))
    #expect(end.status == .succeeded)
    let statement = #"create table "a\b" (n text default 'x,{}"')"#
    #expect(
      try database.psql(Self.rows) == "20250906200000|consolidated_baseline|2|\(statement)")
  }

  @Test func `a failed file leaves no row`() async throws {
    let database = try await TestDatabase()
    try database.psql(Self.table)
    let end = await database.perform(order(database, "select 1; select 1/0", file: "1_a.sql"))
    #expect(end.failure?.state == "22012")
    #expect(try database.psql(Self.rows) == "")
  }

  @Test func `a version that is already registered fails before the file runs`() async throws {
    let database = try await TestDatabase()
    try database.psql(Self.table)
    try database.psql("insert into supabase_migrations.schema_migrations values ('1', '{}', 'a')")
    let end = await database.perform(order(database, "create table t ()", file: "1_a.sql"))
    #expect(end.failure?.state == "23505")
    #expect(end.statements.isEmpty)
    #expect(try database.markers() == "")
  }

  @Test func `a missing history table is named and nothing is made`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(order(database, "create table t ()", file: "1_a.sql"))
    #expect(end.failure?.message.contains("supabase_migrations.schema_migrations") == true)
    #expect(try database.psql("select to_regnamespace('supabase_migrations') is null") == "t")
  }

  @Test(arguments: ["baseline.sql", "1_.txt", "v1_a.sql", "_a.sql", "1_a"])
  func `a file name that holds no version is refused`(file: String) async throws {
    let database = try await TestDatabase()
    let end = await database.perform(order(database, "create table t ()", file: file))
    #expect(end.failure?.message.contains("VERSION_NAME.sql") == true)
    #expect(end.target == nil)
  }
}
