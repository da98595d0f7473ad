import TemaeCore
import TestSupport
import Testing

@Suite("What people ask for and do not get")
struct RejectionTests {
  private let runbook = Runbook.sample(
    prerequisites: [.item("prerequisites/1"), .item("prerequisites/2")],
    [.sample("1", [.shell("1/a"), .item("1/ok")]), .sample("2", needs: ["1"], [.item("2/ok")])],
    remedies: [Remedy(title: "Repair", line: 50, activities: [.shell("remedy/1", .remedy)])])

  private func expectRejection(
    of command: Command, in trace: Trace, _ text: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let rejection = #expect(throws: Rejection.self, sourceLocation: location) {
      try trace.state.handle(command, at: trace.now)
    }
    #expect(rejection.map(String.init(describing:)) == text, sourceLocation: location)
  }

  private func atFirstStep() throws -> Trace {
    var trace = try Trace(runbook)
    try trace.command(.answer(activity: "prerequisites/2", .yes, note: nil))
    try trace.command(.answer(activity: "prerequisites/1", .yes, note: commitment("sure")))
    return trace
  }

  @Test func `items of one stage are answered in any order, and never ahead of their stage`() throws
  {
    let trace = try atFirstStep()
    expectRejection(
      of: .answer(activity: "2/ok", .yes, note: nil), in: trace,
      "the turn of 2/ok has not come: the run stands at Step 1")
    expectRejection(
      of: .answer(activity: "prerequisites/1", .no, note: nil), in: trace,
      "prerequisites/1 has been answered: it is succeeded")
    expectRejection(
      of: .answer(activity: "1/a", .yes, note: nil), in: trace,
      "1/a is not a question: temae runs it; see temae status")
    expectRejection(
      of: .answer(activity: "9/z", .yes, note: nil), in: trace,
      "the runbook has no activity 9/z; temae show lists them")
  }

  @Test func `an item is not answered before its planned instant`() throws {
    let start = Instant(microseconds: 1_900_000_000_000_000)
    let planned = Runbook.sample([.sample("1", at: 5, [.item("1/ok")])])
    var trace = try Trace(planned, t0: start)
    expectRejection(
      of: .answer(activity: "1/ok", .yes, note: nil), in: trace,
      "the turn of 1/ok has not come: step 1 starts at \(start.advanced(bySeconds: 300))")
    trace.now = start.advanced(bySeconds: 300)
    try trace.command(.answer(activity: "1/ok", .yes, note: nil))
    #expect(trace.next == .finish)
  }

  @Test func `what may be at work is neither skipped nor retried nor settled`() throws {
    var trace = try atFirstStep()
    try trace.intend("1/a")
    let reason = commitment("because")
    expectRejection(
      of: .skip(activity: "1/a", reason: reason), in: trace,
      "1/a is intended: it cannot be skipped")
    expectRejection(
      of: .retry(activity: "1/a", reason: nil), in: trace,
      "1/a is intended: it cannot be tried again")
    expectRejection(
      of: .settle(activity: "1/a", .done, reason: reason), in: trace,
      "1/a is intended: there is nothing to settle as done; see temae status")
  }

  @Test func `an unknown outcome is settled before anything else`() throws {
    var trace = try atFirstStep()
    try trace.lose("1/a")
    expectRejection(
      of: .skip(activity: "1/a", reason: commitment("x")), in: trace,
      "1/a is unknown: it cannot be skipped; settle it first: temae settle 1/a")
  }

  @Test func `a recorded success is not undone by words`() throws {
    var trace = try atFirstStep()
    try trace.succeed("1/a")
    for verdict in SettlementVerdict.allCases {
      expectRejection(
        of: .settle(activity: "1/a", verdict, reason: commitment("x")), in: trace,
        "1/a is succeeded: there is nothing to settle as \(verdict); see temae status")
    }
    expectRejection(
      of: .retry(activity: "1/a", reason: nil), in: trace,
      "1/a is succeeded: it cannot be tried again")
  }

  @Test func `a remedy is for what failed, must be the runbook's, and comes one at a time`() throws
  {
    var trace = try atFirstStep()
    let choose = Command.remedy(activity: "1/a", remedy: "remedy/1", reason: nil)
    expectRejection(
      of: choose, in: trace, "1/a has not failed: a remedy is for what failed")
    try trace.failAndResume("1/a")
    expectRejection(
      of: .remedy(activity: "1/a", remedy: "remedy/9", reason: nil), in: trace,
      "the runbook has no remedy remedy/9 for 1/a; it has remedy/1")
    try trace.command(choose)
    expectRejection(of: choose, in: trace, "remedy/1 was asked for before and comes first")
    try trace.fail("remedy/1")
    expectRejection(
      of: .retry(activity: "remedy/1", reason: nil), in: trace,
      "remedy/1 is a remedy; choose it again for what failed")
  }

  @Test func `commands that name nothing are refused`() throws {
    let trace = try atFirstStep()
    let reason = commitment("because")
    expectRejection(
      of: .add(step: "9", command: reason, reason: reason), in: trace,
      "the runbook has no step 9; see temae show")
    expectRejection(
      of: .overrule(subject: "1", reason: reason), in: trace, "1 is not a step that needs another")
    expectRejection(
      of: .note(activity: "9/z", text: reason), in: trace,
      "the runbook has no activity 9/z; temae show lists them")
  }

  @Test func `a run is paused while it is open, and resumed while it is not`() throws {
    var trace = try atFirstStep()
    expectRejection(of: .resume, in: trace, "the run is open: nothing is to be resumed")
    try trace.command(.pause)
    expectRejection(of: .pause, in: trace, "the run is paused")
  }

  @Test func `an ended run takes notes and nothing else`() throws {
    var trace = try atFirstStep()
    try trace.command(.abort(reason: commitment("enough")))
    for command in [
      Command.pause, .resume, .abort(reason: commitment("again")),
      .skip(activity: "1/a", reason: commitment("x")),
    ] {
      expectRejection(
        of: command, in: trace, "the run is aborted: nothing more can be recorded but notes")
    }
    try trace.command(.note(activity: "1/a", text: commitment("we went back")))
  }
}
