import TemaeCore
import TestSupport
import Testing

@Suite("What an amendment may not change")
struct AmendmentRefusalTests {
  @Test(arguments: [
    ("1/a", "it has succeeded"), ("2/b", "its outcome is unknown"),
  ])
  func `what has been done, or is not known, may be neither changed nor removed`(
    id: String, reason: String
  ) throws {
    var trace = try Trace(Runbook.before)
    try trace.command(.answer(activity: "1/ok", .yes, note: nil))
    try trace.succeed("1/a")
    try trace.succeed("2/may")
    try trace.lose("2/b")
    let removed = Runbook.changed { runbook in
      for step in runbook.phases[0].steps.indices {
        runbook.phases[0].steps[step].activities.removeAll { $0.id == id }
      }
    }
    for runbook in [Runbook.changed([id: "other"]), removed] {
      let difference = RunbookDifference(from: trace.state, to: runbook)
      #expect(difference.obstacles.map(\.activity.id) == [id])
      #expect(difference.obstacles.first?.obstacle?.contains(reason) == true)
      #expect(throws: Rejection.self) { try trace.amend(to: runbook) }
    }
    #expect(trace.state.amendments.isEmpty)
  }

  @Test func `what was done by hand stays, and a line that moved is no change`() throws {
    var trace = try Trace.halted()
    try trace.command(.settle(activity: "2/b", .done, reason: commitment("psql")))
    #expect(throws: Rejection.self) { try trace.amend(to: Runbook.changed(["2/b": "TWO"])) }
    let moved = Runbook.changed(["3/ok": "other"]) { $0.phases[0].steps[0].activities[1].line = 99 }
    try trace.amend(to: moved)
    #expect(trace.state.amendments[0].changed == ["3/ok"])
  }

  @Test func `nothing comes in that had to be looked at before what is done`() throws {
    var trace = try Trace.halted()
    #expect(
      RunbookDifference(from: trace.state, to: Runbook.changed(["2/may": "?"])).obstacles == [])
    try trace.command(.settle(activity: "2/b", .done, reason: commitment("psql")))
    let other = RunbookDifference(from: trace.state, to: Runbook.changed(["2/may": "?"]))
    #expect(other.obstacles.map(\.activity.id) == ["2/may"])
    let more = Runbook.changed { runbook in
      runbook.phases[0].steps[1].activities.append(.shell("2/more", .precheck, of: "2/b"))
      runbook.phases[0].steps[1].activities.append(
        .shell("2/same", .check) { $0.comparison = Comparison(kind: .unchanged) })
    }
    let added = RunbookDifference(from: trace.state, to: more)
    #expect(Set(added.obstacles.map(\.activity.id)) == ["2/more", "2/same@baseline"])
  }

  @Test func `a run is amended only while it stands still, lives, and only by a change`() throws {
    var trace = try Trace.halted()
    #expect(throws: Rejection.self) { try trace.amend(to: Runbook.before) }
    let next = Runbook.changed(["3/ok": "other"])
    try trace.takeOver()
    try trace.command(.retry(activity: "2/b", reason: nil))
    try trace.intend("2/b")
    #expect(throws: Rejection.self) { try trace.amend(to: next) }
    try trace.happen(.attemptSucceeded(.sample("2/b", 2)))
    try trace.command(.abort(reason: commitment("enough")))
    #expect(throws: Rejection.self) { try trace.amend(to: next) }
  }

  @Test func `only the newest lease amends, only what it names, and never what has succeeded`()
    throws
  {
    let next = Runbook.changed(["1/a": "ONE"])
    func refuses(_ data: RunbookAmended, epoch: Int?, knowing: Runbook? = next) throws {
      var trace = try Trace.halted()
      if let knowing { trace.learn(knowing) }
      #expect(throws: InvalidHistory.self) {
        try trace.happen(.runbookAmended(data), epoch: epoch)
      }
    }
    let other = Runbook.changed(["2/b": "TWO"])
    let right = RunbookAmended.sample(from: Runbook.before, to: other, changed: ["2/b"])
    try refuses(.sample(from: Runbook.before, to: next, changed: ["1/a"]), epoch: 1)
    try refuses(right, epoch: nil, knowing: other)
    try refuses(right, epoch: 2, knowing: other)
    try refuses(right, epoch: 1, knowing: nil)
    try refuses(right, epoch: 1, knowing: next)
    try refuses(.sample(from: next, to: other, changed: ["2/b"]), epoch: 1, knowing: other)
    try refuses(
      .sample(from: Runbook.before, to: other, changed: ["9/b"]), epoch: 1, knowing: other)
    let without = Runbook.changed { $0.phases[0].steps[2].activities.removeAll() }
    try refuses(.sample(from: Runbook.before, to: without), epoch: 1, knowing: without)
  }
}
