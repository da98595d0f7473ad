import TemaeCore
import Testing

@Suite struct DiscardTests {
  @Test func `what is discarded is seen inside and leaves nothing`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table t (n int)")
    let end = await database.perform(
      .discarded, "insert into t values (1), (2); create table u (); select count(*) from t")
    #expect(end.status == .succeeded)
    #expect(end.result == ResultTable(columns: ["count"], rows: [["2"]]))
    #expect(try database.psql("select count(*), to_regclass('u') is null from t") == "0|t")
    #expect(try database.markers() == "")
  }

  @Test func `it needs no marker table`() async throws {
    let database = try await TestDatabase(markers: false)
    #expect(await database.perform(.discarded, "create table t ()").status == .succeeded)
  }

  @Test func `what COMMIT would refuse is found although nothing commits`() async throws {
    let database = try await TestDatabase()
    try database.psql(
      """
      create table a (n int primary key);
      create table b (n int references a deferrable initially deferred)
      """)
    let end = await database.perform(.discarded, "insert into b values (1)")
    #expect(end.failure?.state == "23503")
  }

  @Test func `a commit in the text is refused`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(.discarded, "create table t (); commit")
    #expect(end.failure?.message.contains("COMMIT") == true)
    #expect(try database.psql("select to_regclass('t') is null") == "t")
  }
}
