import TemaeCore
import TestSupport
import Testing

@Suite("The order in which things come")
struct OrderTests {
  @Test func `prerequisites are asked before the first step, and success criteria after the last`()
    throws
  {
    var trace = try Trace(
      .sample(
        prerequisites: [.item("prerequisites/1")], [.sample("1", [.shell("1/a")])],
        success: [.item("success/1")]))
    #expect(trace.next == .ask(.item(activity: "prerequisites/1")))
    try trace.command(.answer(activity: "prerequisites/1", .yes, note: nil))
    #expect(trace.next == .start(activity: "1/a", attempt: 1))
    try trace.succeed("1/a")
    #expect(trace.next == .ask(.item(activity: "success/1")))
    try trace.command(.answer(activity: "success/1", .yes, note: nil))
    #expect(trace.next == .finish)
    try trace.happen(.runCompleted(RunCompleted(deviations: 0)))
    #expect(trace.next == .rest)
    #expect(trace.state.deviations == 0)
  }

  @Test func `a precheck stands before its own change, wherever the document has it`() {
    let plan = Plan(
      of: .sample([
        .sample(
          "1",
          [
            .shell("1/a"), .shell("1/b"), .shell("1/before-b", .precheck, of: "1/b"),
            .shell("1/before-a", .precheck, of: "1/a"),
          ])
      ]))
    #expect(plan.stages[0].activities.map(\.id) == ["1/before-a", "1/a", "1/before-b", "1/b"])
  }

  @Test func `a check that is written above the changes runs after the last of them`() {
    let plan = Plan(
      of: .sample([
        .sample(
          "1",
          [
            .shell("1/early", .check), .shell("1/a"), .shell("1/between", .check), .shell("1/b"),
            .shell("1/late", .check),
          ])
      ]))
    #expect(
      plan.stages[0].activities.map(\.id)
        == ["1/a", "1/between", "1/b", "1/early", "1/late"])
  }

  @Test func `what must be unchanged is looked at before the first change`() {
    let unchanged = Activity.sql("1/rows", .check) { $0.comparison = Comparison(kind: .unchanged) }
    let plan = Plan(of: .sample([.sample("1", [.shell("1/a"), unchanged])]))
    #expect(plan.stages[0].activities.map(\.id) == ["1/rows@baseline", "1/a", "1/rows"])
    #expect(plan.stages.count == 1, "what was unchanged once is not asked for at the final gate")
  }

  @Test func `a change is never run as its own baseline`() {
    let change = Activity.sql("1/a") { $0.comparison = Comparison(kind: .unchanged) }
    #expect(
      Plan(of: .sample([.sample("1", [change])])).stages[0].activities.map(\.id) == ["1/a"])
  }

  @Test func `at the final gate the checks of steps with lasting changes must hold again`() throws {
    var trace = try Trace(
      .sample([
        .sample("1", [.shell("1/look", .check)]),
        .sample("2", [.shell("2/a"), .shell("2/holds", .check)]),
        .sample("3", [.sql("3/try") { $0.isDiscarded = true }, .sql("3/tried", .check)]),
      ]))
    for id in ["1/look", "2/a", "2/holds", "3/try", "3/tried"] {
      #expect(trace.next == .start(activity: id, attempt: 1))
      try trace.succeed(id)
    }
    #expect(trace.next == .start(activity: "2/holds@final", attempt: 1))
    try trace.succeed("2/holds@final")
    #expect(trace.next == .finish)
    #expect(trace.state.definition("2/holds@final")?.runbookID == "2/holds")
  }

  @Test func `a stage waits for its planned instant, and not when the schedule is ignored`() throws
  {
    let runbook = Runbook.sample([.sample("1", at: 10, [.shell("1/a")])])
    let start = Instant(microseconds: 1_900_000_000_000_000)
    var trace = try Trace(runbook, t0: start, honoursSchedule: true)
    let due = start.advanced(bySeconds: 600)
    #expect(trace.next == .wait(until: due, stage: "1"))
    trace.now = due
    #expect(trace.next == .start(activity: "1/a", attempt: 1))
    let impatient = try Trace(runbook, t0: start, honoursSchedule: false)
    #expect(impatient.next == .start(activity: "1/a", attempt: 1))
  }

  @Test func `a compressed minute brings a stage nearer, and without T nothing is waited for`()
    throws
  {
    let runbook = Runbook.sample([.sample("1", at: 10, [.shell("1/a")])])
    let start = Instant(microseconds: 1_900_000_000_000_000)
    let compressed = try Trace(runbook, t0: start, minute: 1_000_000)
    #expect(compressed.next == .wait(until: start.advanced(bySeconds: 10), stage: "1"))
    #expect(try Trace(runbook).next == .start(activity: "1/a", attempt: 1))
  }

  @Test func `a shell block with a database starts only after a look at it, each time anew`() throws
  {
    let block = Activity.shell("1/a") {
      $0.database = "main"
      $0.retries = 1
    }
    var trace = try Trace(.sample([.sample("1", [block])]))
    #expect(trace.next == .observe(database: "main"))
    try trace.happen(.targetObserved(TargetObserved(database: "main", identity: .sample)))
    #expect(trace.next == .start(activity: "1/a", attempt: 1))
    var intent = AttemptIntended.sample("1/a", attempt: 1)
    intent.database = "main"
    try trace.happen(.attemptIntended(intent))
    try trace.happen(.attemptFailed(.sample("1/a", 1)))
    #expect(trace.next == .observe(database: "main"))
    try trace.happen(.targetObserved(TargetObserved(database: "main", identity: .sample)))
    try trace.takeOver()
    #expect(trace.next == .observe(database: "main"), "a new driver has not looked yet")
  }

  @Test func `another target than the pinned one halts the run`() throws {
    var trace = try Trace(.sample([.sample("1", [.shell("1/a") { $0.database = "main" }])]))
    try trace.happen(
      .targetMismatched(TargetMismatched(database: "main", difference: "role is a, was b")))
    #expect(trace.next == .halt(reason: .target, activity: nil))
    try trace.halt()
    #expect(trace.next == .rest)
    try trace.command(.resume)
    #expect(trace.next == .observe(database: "main"))
  }
}
