import TemaeCore
import TemaePostgres
import TestSupport
import Testing

@Suite(.enabled(if: PostgresPooler.isInstalled, "PgBouncer is not installed"))
struct PoolerTests {
  private func connection(_ database: TestDatabase, _ pooler: PostgresPooler) throws -> String {
    pooler.connection(database: try database.psql("select current_database()"))
  }

  @Test(arguments: ["transaction", "statement"])
  func `a pooler that shares its backends is refused`(mode: String) async throws {
    let database = try await TestDatabase()
    let pooler = try PostgresPooler(database.cluster, mode: mode)
    var order = database.order(.transaction, "create table t ()")
    order.connection = try connection(database, pooler)
    let failure = await database.perform(order).failure
    #expect(failure?.message.contains("pooler in transaction mode") == true)
    #expect(try database.markers() == "")
  }

  @Test func `a pooler in session mode is accepted`() async throws {
    let database = try await TestDatabase()
    let pooler = try PostgresPooler(database.cluster, mode: "session")
    var order = database.order(.transaction, "create table t ()")
    order.connection = try connection(database, pooler)
    #expect(await database.perform(order).status == .succeeded)
    #expect(try await database.postgres.report(connection: order.connection).isPooled)
  }
}
