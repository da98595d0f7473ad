import TemaeCore
import TestSupport
import Testing

/// What the document says of undoing, and what nobody wrote down.
@Suite("Rollback plans and facts")
struct RollbackFactTests {
  @Test func `what the document says of a step counts where it has no block`() throws {
    let undo = ["1": "none needed", "2": "covered by step 1", "4": "irreversible: mail was sent"]
    var trace = try Trace(RollbackSample.runbook(undo: undo))
    for id in ["1/backup", "2/a", "2/b", "3/a", "3/b"] { try trace.succeed(id) }
    try trace.command(.answer(activity: "4/1", .yes, note: nil))
    let plan = RollbackSample.plan(trace)
    let ways = RollbackSample.ways(plan)
    let backup = trace.entries.first { entry in
      if case .attemptSucceeded = entry.event { true } else { false }
    }
    #expect(ways["1/backup"] == .notNeeded)
    #expect(ways["2/a"] == .blocks([.sql("2/3", .rollback, of: "2/a")]))
    #expect(ways["2/b"] == .covered(step: "1", event: backup?.sequence))
    #expect(ways["4/1"] == .impossible(.document(reason: "mail was sent")))
    #expect(plan.backup?.event == backup?.sequence)
    #expect(plan.backup?.takenAt == backup?.at)
  }

  @Test func `a backup covers nothing that came before it, and nothing when it failed`() throws {
    var trace = try Trace(
      RollbackSample.runbook(undo: ["1": "covered by step 3", "2": "covered by step 1"]))
    try trace.fail("1/backup")
    try trace.halt()
    try trace.command(.skip(activity: "1/backup", reason: commitment("no")))
    try trace.command(.resume)
    for id in ["2/a", "2/b", "3/a", "3/b"] { try trace.succeed(id) }
    let ways = RollbackSample.ways(RollbackSample.plan(trace))
    #expect(ways["2/b"] == .impossible(.notCovered(step: "1")))
    #expect(ways["1/backup"] == .impossible(.notCovered(step: "3")))
  }

  @Test func `an item is the work of a manual step, and beside changes an answer`() throws {
    var runbook = RollbackSample.runbook()
    runbook.phases[0].steps[1].activities.append(.item("2/4"))
    var trace = try Trace(runbook)
    for id in ["1/backup", "2/a", "2/b"] { try trace.succeed(id) }
    try trace.command(.answer(activity: "2/4", .yes, note: nil))
    for id in ["3/a", "3/b"] { try trace.succeed(id) }
    try trace.command(.answer(activity: "4/1", .yes, note: nil))
    let ways = RollbackSample.ways(RollbackSample.plan(trace))
    #expect(ways["2/4"] == .answer)
    #expect(ways["4/1"] == .impossible(.unwritten))
  }

  @Test func `what was typed and what repaired cannot be undone`() throws {
    var trace = try Trace(RollbackSample.runbook())
    let reason = commitment("because")
    try trace.command(.add(step: "1", command: reason, reason: reason))
    try trace.succeed("1/do-1")
    try trace.failAndResume("1/backup")
    try trace.command(.remedy(activity: "1/backup", remedy: "remedy/1", reason: nil))
    try trace.succeed("remedy/1")
    let plan = RollbackSample.plan(trace)
    #expect(RollbackSample.ways(plan)["1/do-1"] == .impossible(.typed))
    #expect(RollbackSample.ways(plan)["remedy/1"] == .impossible(.remedy))
    #expect(plan.items.last?.step == "1")
  }

  @Test func `dropping what an interrupted build left behind needs no undoing`() throws {
    let build = Activity.sql("1/build", .change, of: nil, "create index concurrently i on t (a);") {
      $0.isOutsideTransaction = true
    }
    var trace = try Trace(Runbook.sample([.sample("1", [build])]))
    try trace.intend("1/build@drop")
    try trace.happen(.attemptSucceeded(.sample("1/build@drop", 1)))
    #expect(RollbackSample.ways(RollbackSample.plan(trace)) == ["1/build@drop": .tidied])
  }

  @Test func `what an amendment took out stays in the plan`() throws {
    var trace = try Trace(RollbackSample.runbook())
    try trace.fail("1/backup")
    var next = trace.state.runbook
    next.phases[0].steps[0].activities = [.shell("1/other")]
    next.digest = testDigest("next".utf8)
    try trace.amend(to: next)
    #expect(RollbackSample.ways(RollbackSample.plan(trace)) == ["1/backup": .impossible(.removed)])
  }

  @Test func `a document alone is planned as if all of it had been carried out`() {
    let undo = ["1": "covered by step 2", "2": "covered by step 1"]
    let plan = RollbackPlan(of: RollbackSample.runbook(undo: undo))
    #expect(
      RollbackSample.summary(plan) == [
        "4/1 irreversible", "3/b compensate", "3/a compensate", "2/b covered", "2/a compensate",
        "1/backup irreversible",
      ])
    #expect(plan.isForeseen)
    #expect(plan.items.allSatisfy { $0.effect.basis == .foreseen && $0.effect.evidence == nil })
    #expect(plan.backup?.step == "2" && plan.backup?.takenAt == nil)
  }

  @Test func `what is discarded or read-only is nothing, also while it is open`() throws {
    let runbook = Runbook.sample([
      .sample(
        "1",
        [
          .sql("1/try") { $0.isDiscarded = true }, .sql("1/look") { $0.isReadOnly = true },
          .shell("1/say") { $0.isReadOnly = true },
        ])
    ])
    var trace = try Trace(runbook)
    try trace.succeed("1/try")
    try trace.lose("1/look")
    #expect(RollbackSample.plan(trace).items.map(\.effect.basis) == [.readOnly, .discarded])
    #expect(RollbackSample.plan(trace).unsettled == [])
    // No server stands behind what a shell command promises.
    #expect(RollbackSample.ways(RollbackPlan(of: runbook))["1/say"] == .impossible(.unwritten))
  }
}
