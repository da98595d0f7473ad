import TemaeCore
import TestSupport
import Testing

@Suite("A database that is pinned anew")
struct RepinTests {
  private static let probed = Runbook.sample([
    .sample(
      "1",
      [
        .sql("1/a"), .sql("1/is-there", .probe, of: "1/a"), .sql("1/holds", .check), .sql("1/b"),
        .shell("1/elsewhere"),
      ])
  ])

  /// A run that has the database `main`, and whose activities have succeeded.
  private func trace(_ runbook: Runbook = probed, done ids: [String]) throws -> Trace {
    var trace = Trace(unopened: runbook)
    var opened = RunOpened.sample(runbook)
    opened.targets = [PinnedTarget(database: "main", identity: .sample)]
    try trace.happen(.runOpened(opened), epoch: nil)
    try trace.happen(.leaseTaken(.sample()), epoch: 1)
    for id in ids { try trace.succeed(id) }
    return trace
  }

  private func repinned(_ change: (inout TargetIdentity) -> Void) -> TargetRepinned {
    var identity = TargetIdentity.sample
    change(&identity)
    return TargetRepinned(
      database: "main", difference: identity.difference(from: .sample) ?? "", identity: identity,
      reason: commitment("failover"))
  }

  private func repin(_ trace: inout Trace) throws {
    try trace.takeOver()
    try trace.happen(.targetRepinned(repinned { $0.timeline = 2 }), epoch: nil)
  }

  @Test func `what had succeeded there is looked for, and found by its marker`() throws {
    var trace = try trace(done: ["1/a", "1/holds", "1/b", "1/elsewhere"])
    #expect(trace.state.changesInDoubt(on: "main") == ["1/a", "1/b"])
    try repin(&trace)
    #expect(trace.state.targets.map(\.identity.timeline) == [2])
    #expect(trace.state.deviations == 1)
    for id in ["1/a", "1/b"] {
      #expect(trace.next == .settle(activity: id, attempt: 1))
      try trace.happen(
        .attemptSettled(
          AttemptSettled(activity: id, attempt: 1, evidence: .marker, verdict: .done)))
      #expect(trace.state.activity(id)?.isInDoubt == false)
    }
    #expect(trace.state.activity("1/elsewhere")?.phase == .succeeded)
    #expect(trace.next == .start(activity: "1/holds@final", attempt: 1))
  }

  @Test(arguments: [true, false])
  func `what a probe said of the old server is asked of the new one`(isBefore: Bool) throws {
    var trace = try trace(done: [])
    try trace.intend("1/a")
    try trace.happen(.attemptLost(AttemptLost(activity: "1/a", attempt: 1, evidence: "no end")))
    try trace.intend("1/is-there")
    if !isBefore { try repin(&trace) }
    try trace.happen(.probeAnswered(.sample("1/is-there", .yes, 1)))
    if isBefore {
      #expect(trace.next == .conclude(activity: "1/a", attempt: 1, verdict: .done))
      try repin(&trace)
    }
    #expect(trace.next == .start(activity: "1/is-there", attempt: 2))
    try trace.intend("1/is-there")
    try trace.happen(.probeAnswered(.sample("1/is-there", .yes, 2)))
    #expect(trace.next == .conclude(activity: "1/a", attempt: 1, verdict: .done))
  }

  @Test func `what was put back to a backup may lack what had succeeded there`() throws {
    var trace = try trace(done: ["1/a", "1/elsewhere"])
    try trace.takeOver()
    let restored = repinned { $0.restore = DatabaseRestore(at: Instant(microseconds: 5)) }
    #expect(restored.difference == "it was put back to a backup at 1970-01-01T00:00:00.000005Z")
    try trace.happen(.targetRepinned(restored), epoch: nil)
    #expect(trace.state.activity("1/a")?.isInDoubt == true)
    #expect(trace.state.activity("1/elsewhere")?.phase == .succeeded)
    #expect(trace.state.pin(of: "main")?.difference(of: restored.identity) == nil)
  }

  @Test func `only a block of the run's own document may put its database back`() {
    let pin = Pin(.sample, run: "run-1", commands: ["1/do-1"])
    for (run, activity, isOwn) in [
      (nil, nil, false), ("run-2", "1/back", false), ("run-1", "1/do-1", false),
      ("run-1", "1/back", true),
    ] as [(String?, String?, Bool)] {
      var found = TargetIdentity.sample
      found.restore = DatabaseRestore(at: Instant(microseconds: 5), run: run, activity: activity)
      #expect((pin.difference(of: found) == nil) == isOwn)
      #expect(pin.continues(in: found) == isOwn)
      found.role = "mio"
      #expect(pin.difference(of: found)?.contains("role is mio") == true)
    }
  }

  @Test(arguments: [ProbeAnswer.yes, .no, .cannotTell])
  func `without its marker its probe is asked, and only a person lets it run again`(
    _ answer: ProbeAnswer
  ) throws {
    var trace = try trace(done: ["1/a"])
    try repin(&trace)
    try trace.happen(
      .attemptLost(
        AttemptLost(activity: "1/a", attempt: 1, evidence: "no marker", wasDone: true)))
    #expect(trace.next == .start(activity: "1/is-there", attempt: 1))
    try trace.intend("1/is-there")
    try trace.happen(.probeAnswered(.sample("1/is-there", answer, 1)))
    guard answer != .yes else {
      #expect(trace.next == .conclude(activity: "1/a", attempt: 1, verdict: .done))
      return
    }
    #expect(trace.next == .ask(.unknown(activity: "1/a", attempt: 1)))
    try trace.command(.settle(activity: "1/a", .again, reason: commitment("it is gone")))
    #expect(trace.next == .start(activity: "1/a", attempt: 2))
    try trace.succeed("1/a")
    #expect(trace.state.activity("1/a")?.isInDoubt == false)
  }

  @Test func `what was begun before in another history is not settled by an absent marker`() throws
  {
    for (change, isBefore) in [
      ({ $0.timeline = 2 }, true), ({ $0.systemIdentifier = "7302" }, true),
      ({ $0.database = "tea2" }, true), ({ $0.role = "mio" }, false),
    ] as [((inout TargetIdentity) -> Void, Bool)] {
      var trace = try trace(done: [])
      try trace.intend("1/a")
      try trace.takeOver()
      #expect(!trace.state.isBeforeRepin("1/a"))
      try trace.happen(.targetRepinned(repinned(change)), epoch: nil)
      #expect(trace.state.isBeforeRepin("1/a") == isBefore)
      try trace.happen(
        .attemptSettled(
          AttemptSettled(activity: "1/a", attempt: 1, evidence: .person, verdict: .again)))
      try trace.intend("1/a")
      #expect(!trace.state.isBeforeRepin("1/a"), "it was begun on the new one")
    }
  }

  @Test func `what ended well on the old one is looked for, also if that was found later`() throws {
    let runbook = Runbook.sample([
      .sample(
        "1", [.shell("1/a") { $0.database = "main" }, .sql("1/is-there", .probe, of: "1/a")])
    ])
    for isBefore in [true, false] {
      var trace = try trace(runbook, done: [])
      if !isBefore { try repin(&trace) }
      try trace.intend("1/a")
      if isBefore { try repin(&trace) }
      try trace.happen(.attemptSucceeded(.sample("1/a", 1)))
      #expect(trace.state.activity("1/a")?.isInDoubt == isBefore)
      #expect(
        trace.next == (isBefore ? .settle(activity: "1/a", attempt: 1) : .finish))
    }
  }

  @Test func `another role doubts nothing`() throws {
    var trace = try trace(done: ["1/a"])
    try trace.takeOver()
    try trace.happen(.targetRepinned(repinned { $0.role = "mio" }), epoch: nil)
    #expect(trace.state.activity("1/a")?.phase == .succeeded)
  }

  @Test func `a database that the run does not have is not pinned anew, nor an ended run's`() throws
  {
    var trace = try trace(done: [])
    var data = repinned { $0.timeline = 2 }
    data.database = "other"
    var impossible = trace
    #expect(throws: InvalidHistory.self) {
      try impossible.happen(.targetRepinned(data), epoch: nil)
    }
    try trace.command(.abort(reason: commitment("enough")))
    data.database = "main"
    #expect(throws: InvalidHistory.self) { try trace.happen(.targetRepinned(data), epoch: nil) }
  }

  @Test func `an outcome that is not in doubt cannot be lost twice`() throws {
    var trace = try trace(done: [])
    try trace.lose("1/a")
    #expect(throws: InvalidHistory.self) {
      try trace.happen(
        .attemptLost(AttemptLost(activity: "1/a", attempt: 1, evidence: "once more")))
    }
  }
}
