import TemaeCore
import TestSupport
import Testing

@testable import TemaePostgres

@Suite struct PatienceTests {
  private func session() async throws -> Session {
    let database = try await TestDatabase(markers: false)
    return try Session(
      ConnectionString(database.connection), applicationName: "temae", connectTimeoutSeconds: 5)
  }

  @Test func `an answer that does not come is given up, and the connection with it`() async throws {
    let session = try await session()
    let start = ContinuousClock.now
    let patience = Session.Patience(limit: .milliseconds(100)) { .giveUp("no answer") }
    guard case .broken(let message) = session.send("select pg_sleep(20)", patience: patience) else {
      Issue.record("it answered")
      return
    }
    #expect(message.message == "no answer")
    guard case .broken = session.send("rollback") else {
      Issue.record("a connection with a statement in flight took another one")
      return
    }
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `patience that only looks around waits on`() async throws {
    let session = try await session()
    var looks = 0
    let patience = Session.Patience(limit: .milliseconds(100)) {
      looks += 1
      return .waitOn
    }
    guard case .done = session.send("select pg_sleep(0.5)", patience: patience) else {
      Issue.record("it did not wait")
      return
    }
    #expect(looks > 1, "it looks again and again")
  }

  @Test func `the server itself refuses two statements in one call`() async throws {
    let session = try await session()
    guard case .refused(let message) = session.send("select 1; select 2") else {
      Issue.record("it took both")
      return
    }
    #expect(message.state == "42601")
  }
}
