import TemaeCore
import TestSupport
import Testing

/// What the journal tells of an effect, and what the plan makes of it.
@Suite("Rollback plans")
struct RollbackPlanTests {
  @Test func `the newest effect comes first, a section's step as a whole`() throws {
    var trace = try Trace(RollbackSample.runbook())
    for id in ["1/backup", "2/a", "2/b", "3/a", "3/b"] { try trace.succeed(id) }
    let plan = RollbackSample.plan(trace)
    #expect(
      RollbackSample.summary(plan) == [
        "3/b compensate", "3/a compensate", "2/b irreversible", "2/a compensate",
        "1/backup irreversible",
      ])
    #expect(plan.compensations.map(\.id) == ["rollback/1", "rollback/2", "2/3"])
    #expect(RollbackSample.ways(plan)["3/a"] == .together(with: "3/b"))
    #expect(plan.items.first?.effect.evidence == trace.entries.last?.sequence)
    #expect(plan.items.first?.effect.basis == .succeeded)
    #expect(plan.notBegun == [])
  }

  @Test func `before anything was tried nothing is to be undone`() throws {
    let plan = RollbackSample.plan(try Trace(RollbackSample.runbook()))
    #expect(plan.items == [])
    #expect(plan.notBegun == ["1/backup", "2/a", "2/b", "3/a", "3/b"])
  }

  @Test func `a shell command that failed may have taken effect, SQL that was refused has not`()
    throws
  {
    var trace = try Trace(RollbackSample.runbook())
    try trace.succeed("1/backup")
    try trace.intend("2/a")
    var refused = AttemptFailed.sample("2/a", 1)
    refused.failure.kind = .refused
    refused.failure.mayHaveTakenEffect = false
    try trace.happen(.attemptFailed(refused))
    #expect(RollbackSample.ways(RollbackSample.plan(trace))["2/a"] == .noEffect)
    #expect(RollbackSample.plan(trace).items.first?.effect.basis == .withoutEffect(.refused))
    try trace.halt()
    try trace.command(.skip(activity: "2/a", reason: commitment("later")))
    try trace.command(.resume)
    try trace.succeed("2/b")
    try trace.fail("3/a")
    let plan = RollbackSample.plan(trace)
    #expect(plan.items.first?.activity == "3/a")
    #expect(plan.items.first?.effect.certainty == .possible)
    #expect(plan.items.first?.verdict == .compensate)
  }

  @Test func `skipping after an attempt takes nothing out of the plan`() throws {
    var trace = try Trace(RollbackSample.runbook())
    try trace.fail("1/backup")
    try trace.halt()
    try trace.command(.skip(activity: "1/backup", reason: commitment("no")))
    #expect(RollbackSample.summary(RollbackSample.plan(trace)) == ["1/backup irreversible"])
  }

  @Test func `an attempt that did nothing does not undo what an earlier one may have left`() throws
  {
    var trace = try Trace(RollbackSample.runbook())
    try trace.failAndResume("1/backup")
    try trace.command(.retry(activity: "1/backup", reason: nil))
    try trace.lose("1/backup")
    #expect(RollbackSample.plan(trace).unsettled == ["1/backup"])
    try trace.command(.settle(activity: "1/backup", .again, reason: commitment("I looked")))
    let item = try #require(RollbackSample.plan(trace).items.first)
    #expect(item.effect.basis == .failed(.exit))
    #expect(item.effect.attempt == 1)
    #expect(item.verdict == .irreversible)
  }

  @Test func `settled as not done is nothing, settled as done is undone`() throws {
    var trace = try Trace(RollbackSample.runbook())
    try trace.succeed("1/backup")
    try trace.lose("2/a")
    #expect(RollbackSample.ways(RollbackSample.plan(trace))["2/a"] == .settleFirst)
    var again = trace
    let reason = commitment("I looked")
    try again.command(.settle(activity: "2/a", .again, reason: reason))
    #expect(RollbackSample.ways(RollbackSample.plan(again))["2/a"] == .noEffect)
    #expect(RollbackSample.plan(again).items.first?.effect.basis == .settledNotDone(.person))
    try trace.command(.settle(activity: "2/a", .done, reason: reason))
    #expect(RollbackSample.plan(trace).items.first?.effect.basis == .settledDone(.person))
    #expect(RollbackSample.plan(trace).items.first?.verdict == .compensate)
  }

  @Test func `done by hand is undone as well`() throws {
    var trace = try Trace(RollbackSample.runbook())
    try trace.succeed("1/backup")
    try trace.command(.settle(activity: "2/a", .done, reason: commitment("in psql")))
    #expect(RollbackSample.plan(trace).items.first?.effect.basis == .doneByHand)
    #expect(RollbackSample.plan(trace).items.first?.verdict == .compensate)
  }

  @Test func `what a driver that had lost the run reports may have taken effect`() throws {
    var trace = try Trace(RollbackSample.runbook())
    try trace.succeed("1/backup")
    try trace.intend("2/a")
    try trace.takeOver()
    try trace.happen(
      .attemptSettled(
        AttemptSettled(activity: "2/a", attempt: 1, evidence: .tombstone, verdict: .again)))
    #expect(RollbackSample.ways(RollbackSample.plan(trace))["2/a"] == .noEffect)
    try trace.happen(.attemptSucceeded(.sample("2/a", 1)), epoch: 1)
    #expect(RollbackSample.plan(trace).items.first?.effect.basis == .late)
    #expect(RollbackSample.plan(trace).items.first?.verdict == .compensate)
  }
}
