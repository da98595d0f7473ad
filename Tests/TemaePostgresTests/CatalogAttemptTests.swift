import TemaeCore
import TemaePostgres
import TestSupport
import Testing

/// Attempts that ask for the catalog.
@Suite struct CatalogAttemptTests {
  private func order(
    _ database: TestDatabase, _ question: CatalogQuestion, _ text: String? = nil
  ) -> SQLOrder {
    var order = database.order(.readOnly, "")
    order.catalog = question
    order.pieces = text.map { [SQLOrder.Piece(file: "want.sql", text: $0, firstLine: 1)] } ?? []
    return order
  }

  @Test func `the catalog is read, and what a file declares beside it`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table a (x int)")
    let present = await database.perform(order(database, .present))
    #expect(present.status == .succeeded)
    #expect(present.catalog?.present.objects.contains { $0.name == "public.a.x" } == true)
    #expect(present.catalog?.declared == nil)
    let both = await database.perform(
      order(database, .declared(CatalogQuestion.Declaring()), "create table a (x int, y int)"))
    #expect(both.catalog?.declared?.objects.contains { $0.name == "public.a.y" } == true)
    #expect(both.catalog?.present == present.catalog?.present)
  }

  @Test func `nothing is read of another target than the pinned one`() async throws {
    let (database, other) = (try await TestDatabase(), try await TestDatabase())
    var order = order(database, .present)
    order.pinned = try await other.pin()
    let end = await database.perform(order)
    guard case .mismatched = end.status else {
      Issue.record("\(end.status)")
      return
    }
    #expect(end.catalog == nil)
  }

  @Test func `a file that cannot be applied fails the attempt, with its line`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(
      order(
        database, .declared(CatalogQuestion.Declaring()),
        "select 1;\ncreate table a (x nowhere)"))
    #expect(end.failure?.message.contains("want.sql:2") == true)
    #expect(end.failure?.mayHaveTakenEffect == false)
    #expect(end.catalog == nil)
  }

  @Test func `the time-out of the block holds for our questions`() async throws {
    let database = try await TestDatabase()
    // A view over a table that somebody holds: the question waits for the lock.
    try database.psql("create table a (x int); create view v as select * from a")
    let holder = try HeldSession(database.connection, "begin; lock table a; select 'locked';")
    #expect(holder.answer == "locked")
    var order = order(database, .present)
    order.timeoutSeconds = 1
    let end = await database.perform(order)
    holder.end()
    #expect(end.failure?.state == "57014")
  }
}
