import TemaeCore
import TestSupport
import Testing

@Suite("Attempts whose end nobody saw")
struct UnknownTests {
  private let probed = Runbook.sample([
    .sample("1", [.shell("1/a"), .shell("1/is-there", .probe, of: "1/a"), .shell("1/b")])
  ])

  @Test func `an unknown outcome asks its probe, and the answer concludes it`() throws {
    for (answer, verdict, phase) in [
      (ProbeAnswer.yes, SettlementVerdict.done, ActivityPhase.succeeded),
      (.no, .again, .pending),
    ] {
      var trace = try Trace(probed)
      try trace.lose("1/a")
      #expect(trace.next == .start(activity: "1/is-there", attempt: 1))
      try trace.intend("1/is-there")
      try trace.happen(.probeAnswered(.sample("1/is-there", answer, 1)))
      #expect(trace.next == .conclude(activity: "1/a", attempt: 1, verdict: verdict))
      try trace.happen(
        .attemptSettled(
          AttemptSettled(activity: "1/a", attempt: 1, evidence: .probe, verdict: verdict)))
      #expect(trace.state.activity("1/a")?.phase == phase)
      #expect(trace.state.deviations == 0)
    }
  }

  @Test func `a probe that cannot tell, or none at all, leaves it to a person`() throws {
    var trace = try Trace(probed)
    try trace.lose("1/a")
    try trace.intend("1/is-there")
    try trace.happen(.probeAnswered(.sample("1/is-there", .cannotTell, 1)))
    #expect(trace.next == .ask(.unknown(activity: "1/a", attempt: 1)))
    try trace.command(.settle(activity: "1/a", .done, reason: commitment("I looked")))
    #expect(trace.next == .start(activity: "1/b", attempt: 1))
    #expect(trace.state.deviations == 1)

    try trace.lose("1/b")
    #expect(trace.next == .ask(.unknown(activity: "1/b", attempt: 1)))
  }

  @Test func `each new unknown outcome asks the probe anew`() throws {
    var trace = try Trace(probed)
    for attempt in 1...2 {
      try trace.lose("1/a")
      #expect(trace.next == .start(activity: "1/is-there", attempt: attempt))
      try trace.intend("1/is-there")
      try trace.happen(.probeAnswered(.sample("1/is-there", .no, attempt)))
      try trace.happen(
        .attemptSettled(
          AttemptSettled(activity: "1/a", attempt: attempt, evidence: .probe, verdict: .again)))
    }
    #expect(trace.next == .start(activity: "1/a", attempt: 3))
  }

  @Test func `a probe that a person skipped is not started`() throws {
    var trace = try Trace(probed)
    try trace.intend("1/a")
    try trace.happen(
      .attemptLost(AttemptLost(activity: "1/a", attempt: 1, evidence: "nobody saw it")))
    try trace.command(.skip(activity: "1/is-there", reason: commitment("it lies")))
    #expect(trace.next == .ask(.unknown(activity: "1/a", attempt: 1)))
  }

  @Test func `a person's verdict while the probe runs stands, and the probe's is only recorded`()
    throws
  {
    var trace = try Trace(probed)
    try trace.lose("1/a")
    try trace.intend("1/is-there")
    try trace.command(.settle(activity: "1/a", .again, reason: commitment("no trace")))
    try trace.happen(.probeAnswered(.sample("1/is-there", .yes, 1)))
    #expect(trace.state.activity("1/a")?.phase == .pending)
    #expect(trace.state.activity("1/a")?.probed == nil)
    #expect(trace.next == .start(activity: "1/a", attempt: 2))
  }

  @Test func `an outcome that a person settles as failed halts as a failure does`() throws {
    var trace = try Trace(probed)
    try trace.lose("1/a")
    try trace.command(.settle(activity: "1/a", .failed, reason: commitment("half of it")))
    #expect(trace.next == .halt(reason: .failed, activity: "1/a"))
  }

  @Test func `a new lease finds out what the old one left open before anything else`() throws {
    var trace = try Trace(probed)
    try trace.intend("1/a")
    try trace.takeOver()
    #expect(trace.next == .settle(activity: "1/a", attempt: 1))
    try trace.happen(.attemptSucceeded(.sample("1/a", 1)))
    #expect(trace.next == .start(activity: "1/b", attempt: 1))
  }

  @Test func `a driver that left an attempt running finds out itself when it decides again`() throws
  {
    var trace = try Trace(probed)
    try trace.intend("1/a")
    #expect(trace.next == .settle(activity: "1/a", attempt: 1))
  }

  @Test func `facts of an old lease are kept as evidence and change nothing`() throws {
    var trace = try Trace(probed)
    try trace.intend("1/a")
    try trace.takeOver()
    let before = trace.state
    try trace.happen(.attemptSucceeded(.sample("1/a", 1)), epoch: 1)
    #expect(trace.state.lateEvidence == [trace.state.sequence])
    #expect(trace.state.activities == before.activities)
    #expect(trace.next == .settle(activity: "1/a", attempt: 1))
  }
}
