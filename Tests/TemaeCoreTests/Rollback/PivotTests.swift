import TemaeCore
import TestSupport
import Testing

/// The point of no return.
@Suite("Point of no return")
struct PivotTests {
  private static let runbook: Runbook = {
    var pivot = Step.sample(
      "2", at: 1, [.shell("2/look", .precheck, of: "2/b"), .shell("2/b"), .item("2/c")])
    pivot.pointOfNoReturn = 12
    pivot.budgetSeconds = 540
    var runbook = Runbook.sample([.sample("1", at: 0, [.shell("1/a")]), pivot])
    let undo = Activity.shell("1/u", .rollback, of: "1/a") { $0.timeoutSeconds = 120 }
    runbook.rollbackScopes = [
      RollbackScope(title: "Step 1", line: 10, step: "1", activities: [undo])
    ]
    return runbook
  }()

  private static let start = Instant(microseconds: 1_900_000_000_000_000)

  private func atPivot(_ runbook: Runbook = Self.runbook) throws -> Trace {
    var trace = try Trace(runbook, t0: Self.start)
    trace.now = Self.start
    for id in ["1/a", "2/look"] {
      try trace.succeed(id)
      trace.now = Self.start.advanced(bySeconds: 61)
    }
    return trace
  }

  @Test func `it comes after what only looks, and before everything else of its step`() {
    let plan = Plan(of: Self.runbook)
    #expect(plan.stages.last?.activities.map(\.id) == ["2/look", "2@pivot", "2/b", "2/c"])
  }

  @Test func `it is asked for, passed by yes only, and recorded as passed`() throws {
    var trace = try atPivot()
    #expect(trace.next == .ask(.item(activity: "2@pivot")))
    let reason = commitment("because")
    for command in [
      Command.skip(activity: "2@pivot", reason: reason),
      .settle(activity: "2@pivot", .done, reason: reason),
    ] { #expect(throws: Rejection.self) { try trace.command(command) } }

    try trace.command(.answer(activity: "2@pivot", .no, note: nil))
    #expect(trace.next == .halt(reason: .person, activity: "2@pivot"))
    try trace.command(.answer(activity: "2@pivot", .yes, note: nil))
    guard case .pivotPassed(let data) = try #require(trace.entries.last).event else {
      Issue.record("\(trace.entries.map(\.event.type))")
      return
    }
    // All is planned to be over at T+10, and the way back may take two minutes.
    #expect(data.latest == Self.start.advanced(bySeconds: 480))
    #expect(trace.state.pivot?.step == "2")
    #expect(!trace.entries.contains { $0.event.type == "deviation.recorded" })
    #expect(RollbackPlan(of: trace.state).items.map(\.activity) == ["1/a"], "no effect of its own")
  }

  @Test func `nothing of its step is answered across it, and it is not passed before its time`()
    throws
  {
    var trace = try Trace(Self.runbook, t0: Self.start)
    trace.now = Self.start
    try trace.succeed("1/a")
    trace.now = Self.start.advanced(bySeconds: 61)
    let pass = Command.answer(activity: "2@pivot", .yes, note: nil)
    #expect(throws: Rejection.self, "what is looked at comes first") { try trace.command(pass) }
    try trace.succeed("2/look")
    let after = Command.answer(activity: "2/c", .yes, note: nil)
    #expect(throws: Rejection.self, "what a person does comes after it") {
      try trace.command(after)
    }
    try trace.command(pass)
    try trace.command(after)

    var runbook = Self.runbook
    runbook.phases[0].steps[1].needs = ["1"]
    trace = try Trace(runbook)
    try trace.command(.skip(activity: "1/a", reason: commitment("because")))
    try trace.succeed("2/look")
    #expect(throws: Rejection.self, "its step needs another") { try trace.command(pass) }
    try trace.command(.overrule(subject: "2", reason: commitment("because")))
    try trace.command(pass)
  }

  @Test func `an amendment that takes it out does not take back that it was passed`() throws {
    var trace = try atPivot()
    try trace.command(.answer(activity: "2@pivot", .yes, note: nil))
    try trace.command(.pause)
    try trace.happen(.leaseReleased(LeaseReleased()))
    var next = Self.runbook
    next.phases[0].steps[1].pointOfNoReturn = nil
    next.phases[0].steps[1].activities[1].text = "another"
    next.digest = testDigest("next".utf8)
    try trace.amend(to: next)
    #expect(trace.state.activity("2@pivot") == nil)
    let pivot = try #require(RollbackPlan(of: trace.state).pointOfNoReturn)
    #expect(pivot.step == "2" && pivot.line == nil && pivot.passedAt != nil)
    #expect(throws: Rejection.self) {
      try trace.command(.rollBack(scope: nil, upTo: nil, keepsGoing: false, reason: nil))
    }
  }

  @Test func `when the way back no longer fits, it is passed with a reason only`() throws {
    var trace = try atPivot()
    trace.now = Self.start.advanced(bySeconds: 481)
    #expect(throws: Rejection.self) {
      try trace.command(.answer(activity: "2@pivot", .yes, note: nil))
    }
    try trace.command(.answer(activity: "2@pivot", .yes, note: commitment("the rest is quick")))
    #expect(
      trace.entries.suffix(2).map(\.event.type) == ["deviation.recorded", "pivot.passed"])
  }

  @Test func `beyond it the run goes back only where a person overrules it`() throws {
    var trace = try atPivot()
    let reason = commitment("because")
    func back(_ overruling: Commitment?) -> Command {
      .rollBack(scope: nil, upTo: nil, keepsGoing: false, reason: nil, overruling: overruling)
    }
    var before = trace
    #expect(throws: Rejection.self, "nothing is to be overruled") {
      try before.command(back(reason))
    }
    try before.command(back(nil))

    try trace.command(.answer(activity: "2@pivot", .yes, note: nil))
    #expect(throws: Rejection.self) { try trace.command(back(nil)) }
    try trace.command(back(reason))
    #expect(
      trace.entries.suffix(2).map(\.event.type) == ["deviation.recorded", "rollback.started"])
  }

  @Test func `a document that names it in the wrong place is told so`() {
    #expect(Self.runbook.pivotFindings.isEmpty)
    var runbook = Self.runbook
    runbook.rollbackScopes[0].step = "2"
    runbook.rollbackScopes[0].activities[0].subject = "2/b"
    #expect(
      runbook.pivotFindings.map { "\($0.severity) \($0.message.prefix(21))" } == [
        "warning 1/a has no way back, ", "warning 1/u undoes what comes",
      ])
    runbook = Self.runbook
    runbook.rollbackScopes[0].activities[0].settings.timeoutSeconds = 541
    #expect(runbook.pivotFindings.count == 1)
    runbook.phases[0].steps[1].budgetSeconds = 541
    #expect(runbook.pivotFindings.isEmpty)
    runbook.phases[0].steps[0].pointOfNoReturn = 11
    #expect(runbook.pivotFindings.map(\.severity) == [.error, .warning])
  }
}
