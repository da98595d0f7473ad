import TemaeCore
import TestSupport
import Testing

@testable import TemaePostgres

/// What is known of a commit whose answer never came.
@Suite struct ReplaceCommitTests {
  private func commit(_ database: TestDatabase, connection: String? = nil) throws -> ReplaceCommit {
    let session = try Session(
      ConnectionString(database.connection), applicationName: "test", connectTimeoutSeconds: 10)
    let target = try session.identity()
    var manifest = BackupSamples.manifest(kind: .full)
    manifest.source.target = target
    let order = ReplaceOrder(
      connection: connection ?? database.connection, directory: "/nowhere", manifest: manifest,
      catalog: Catalog(objects: []), lockWaitSeconds: 1)
    return ReplaceCommit(
      order: order, session: session, timeline: target.timeline, patience: .milliseconds(1))
  }

  @Test func `the server tells how the transaction ended`() async throws {
    let database = try await TestDatabase()
    let commit = try commit(database)
    func transaction(_ end: String) throws -> String {
      try commit.session.asking { session throws(Session.Trouble) in
        try session.ask("begin")
        let number = try session.askValue("select txid_current()") ?? ""
        try session.ask(end)
        return number
      }
    }
    try commit.settle(try transaction("commit"))
    #expect(
      throws: PostgresError.notReplaced(
        reason: "the connection broke, and the server rolled it back")
    ) {
      try commit.settle(try transaction("rollback"))
    }
  }

  @Test func `who cannot be asked, or is at work, or is another one, leaves it undecided`()
    async throws
  {
    let database = try await TestDatabase()
    let other = try await TestDatabase()
    let holder = try HeldSession(database.connection, "begin; select txid_current();")
    for connection in ["host=/nowhere", database.connection] {
      let commit = try commit(database, connection: connection)
      #expect(
        throws: PostgresError.undecided(transaction: holder.answer, place: commit.session.place)
      ) { try commit.settle(holder.answer) }
    }
    // What another database knows is committed there, and says nothing of this one.
    let elsewhere = try other.psql("select txid_current()")
    let commit = try commit(database, connection: other.connection)
    #expect(throws: PostgresError.undecided(transaction: elsewhere, place: commit.session.place)) {
      try commit.settle(elsewhere)
    }
    holder.end()
  }

  @Test func `a session that ends before the commit has committed nothing`() async throws {
    let database = try await TestDatabase()
    let commit = try commit(database)
    _ = commit.session.send("begin")
    _ = commit.session.send("create table late ()")
    try database.psql("select pg_terminate_backend(\(commit.session.announcedProcess))")
    #expect(throws: PostgresError.self) { try commit.run() }
    #expect(try database.psql("select to_regclass('late') is null") == "t")
  }
}
