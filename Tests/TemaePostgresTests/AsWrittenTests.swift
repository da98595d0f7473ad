import TemaeCore
import Testing

/// Texts with transactions of their own, statement by statement.
@Suite struct AsWrittenTests {
  @Test func `each transaction is its own, and there is no marker`() async throws {
    let database = try await TestDatabase()
    let end = await database.perform(
      .asWritten,
      """
      set lock_timeout = '3s';
      begin; create table a (n int); insert into a values (txid_current()); commit;
      start transaction; insert into a values (txid_current()); end;
      vacuum a;
      """)
    #expect(end.status == .succeeded)
    #expect(end.statements.map(\.tag).last == "VACUUM")
    #expect(try database.psql("select count(distinct n) from a") == "2")
    #expect(try database.markers() == "")
  }

  @Test(arguments: [
    ("begin; create table a (); insert into missing values (1); commit", false),
    ("set role postgres; begin; create table a (); select 1 / 0; commit", false),
    ("begin; create table a (); commit; begin; select 1 / 0; commit", true),
    ("create table a (); insert into missing values (1)", true),
    ("insert into missing values (1)", false),
    (
      """
      begin; create table b (n int unique deferrable initially deferred);
      insert into b values (1), (1); commit
      """, false
    ),
  ])
  func `a failure says whether something stays`(text: String, stays: Bool) async throws {
    let database = try await TestDatabase()
    let end = await database.perform(.asWritten, text)
    #expect(end.failure?.mayHaveTakenEffect == stays)
    let left = try database.psql(
      "select count(*) > 0 from pg_class where relnamespace = 'public'::regnamespace")
    #expect(left == (stays ? "t" : "f"))
  }

  @Test(arguments: [
    ("select 1;\ncommit", 2), ("begin;\nbegin;\ncommit", 2), ("begin;\nselect 1", 2),
    ("begin;\nprepare transaction 'a'", 2),
  ])
  func `what does not end what it begins is refused at its line`(
    text: String, line: Int
  ) async throws {
    let database = try await TestDatabase()
    let end = await database.perform(.asWritten, text)
    #expect(end.failure?.line == line)
    #expect(end.target == nil, "nothing was sent")
  }

  @Test func `a procedure that leaves a transaction to itself is no trouble`() async throws {
    let database = try await TestDatabase()
    try database.psql(
      "create table t (n int); create procedure p() language plpgsql as $$ "
        + "begin insert into t values (1); commit; insert into t values (2); end $$")
    #expect(await database.perform(.asWritten, "call p(); call p()").status == .succeeded)
    #expect(try database.psql("select count(*) from t") == "4")
  }
}
