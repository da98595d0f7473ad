import TemaeCore
import TestSupport
import Testing

@Suite("Rollbacks that are refused")
struct RollbackRefusalTests {
  private static let goBack = Command.rollBack(
    scope: nil, upTo: nil, keepsGoing: false, reason: nil)

  private func rollingBack() throws -> Trace {
    var trace = try Trace(RollbackSample.runbook())
    for id in ["1/backup", "2/a"] { try trace.succeed(id) }
    try trace.command(Self.goBack)
    return trace
  }

  @Test func `a run that is being rolled back is not rolled back once more`() throws {
    var trace = try rollingBack()
    #expect(throws: Rejection.self) { try trace.command(Self.goBack) }
    let started = try #require(trace.entries.last?.event)
    #expect(throws: InvalidHistory.self) { try trace.happen(started, epoch: nil) }
  }

  @Test func `only the newest lease says that a rollback is planned, and that it is completed`()
    throws
  {
    let completed = Event.rollbackCompleted(RollbackCompleted(differing: 0, left: 0))
    var trace = try rollingBack()
    try trace.takeOver()
    var stale = trace
    #expect(throws: InvalidHistory.self) { try stale.happen(.rollbackPlanned(.sample), epoch: 1) }
    try trace.happen(.rollbackPlanned(.sample))
    stale = trace
    #expect(throws: InvalidHistory.self) { try stale.happen(completed, epoch: 1) }
    try trace.happen(completed)
    #expect(trace.state.status == .rolledBack)
  }
}
