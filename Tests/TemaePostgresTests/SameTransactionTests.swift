import TemaeCore
import Testing

@testable import TemaePostgres

/// The net below the words that are never sent: what commits is the transaction that the marker is in.
@Suite struct SameTransactionTests {
  @Test(arguments: ["commit and chain", "rollback and chain"])
  func `a transaction that is another one in the end is not committed`(statement: String)
    async throws
  {
    let database = try await TestDatabase()
    try database.psql("create table t (n int)")
    // As if nobody had understood what the statement does: PostgreSQL lets no procedure and no block
    // end the transaction around it, so that no text is known that comes here in disguise.
    let text = "insert into t values (1); \(statement); insert into t values (2)"
    var script = try Script(database.order(.asWritten, "begin; \(text); commit"))
    script.steps.removeFirst()
    script.steps.removeLast()
    var attempt = Attempt(
      database.order(.transaction, text), inFlight: InFlightAttempts(), onOutput: { _, _ in })
    let session = try attempt.connect()
    try attempt.prepare(session)
    var status = SQLEnd.Status.succeeded
    do throws(Ending) {
      try attempt.performTransaction(script, session)
    } catch {
      status = error.status
    }
    guard case .failed(let failure) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(failure.state == "25P01" && failure.mayHaveTakenEffect)
    #expect(session.isInTransaction, "nothing was committed after that")
    _ = session.send("rollback")
    #expect(try database.psql("select count(*) from t where n = 2") == "0")
  }
}
