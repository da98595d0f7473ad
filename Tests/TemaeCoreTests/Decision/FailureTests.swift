import TemaeCore
import TestSupport
import Testing

@Suite("What follows a failure")
struct FailureTests {
  private let change = Runbook.sample(
    [.sample("1", [.shell("1/a"), .shell("1/holds", .check)]), .sample("2", [.shell("2/a")])],
    remedies: [
      Remedy(title: "Repair", line: 50, step: "1", activities: [.shell("remedy/1", .remedy)]),
      Remedy(title: "Other", line: 60, step: "2", activities: [.shell("remedy/2", .remedy)]),
      Remedy(title: "Any", line: 70, activities: [.shell("remedy/3", .remedy)]),
    ])

  @Test func `a change that fails halts the run, and its checks do not run`() throws {
    var trace = try Trace(change)
    try trace.fail("1/a")
    #expect(trace.next == .halt(reason: .failed, activity: "1/a"))
    try trace.halt()
    #expect(trace.next == .rest)
    try trace.command(.resume)
    #expect(
      trace.next == .ask(.failure(activity: "1/a", remedies: ["remedy/1", "remedy/3"])))
    #expect(trace.state.activity("1/holds")?.attempts == 0)
  }

  @Test func `a check that fails halts the run as a change does`() throws {
    var trace = try Trace(change)
    try trace.succeed("1/a")
    try trace.intend("1/holds")
    try trace.happen(
      .checkFailed(
        CheckFailed(
          activity: "1/holds", attempt: 1, expected: "equals 1", found: commitment("2"),
          report: .sample)))
    #expect(trace.next == .halt(reason: .failed, activity: "1/holds"))
  }

  @Test
  func `retries come by themselves after their backoff, and only as many as the document asks`()
    throws
  {
    let block = Activity.shell("1/a") {
      $0.retries = 2
      $0.backoffSeconds = 30
    }
    var trace = try Trace(.sample([.sample("1", [block])]))
    for attempt in 2...3 {
      try trace.fail("1/a")
      let ended = try #require(trace.state.activity("1/a")?.endedAt)
      #expect(trace.next == .wait(until: ended.advanced(bySeconds: 30), stage: "1/a"))
      trace.now = ended.advanced(bySeconds: 30)
      #expect(trace.next == .start(activity: "1/a", attempt: attempt))
    }
    try trace.fail("1/a")
    #expect(trace.next == .halt(reason: .failed, activity: "1/a"))
    try trace.halt()
    try trace.command(.resume)
    #expect(trace.next == .ask(.failure(activity: "1/a", remedies: [])))
    try trace.command(.retry(activity: "1/a", reason: nil))
    try trace.fail("1/a")
    #expect(trace.state.isHaltDue == false, "a person's retry gives the document's number anew")
  }

  @Test func `a retry, a skip and work by hand each lead on, and each is a deviation`() throws {
    for (command, isDone) in [
      (Command.retry(activity: "1/a", reason: nil), false),
      (.skip(activity: "1/a", reason: commitment("not needed")), true),
      (.settle(activity: "1/a", .done, reason: commitment("by hand")), true),
      (.settle(activity: "1/a", .again, reason: commitment("again")), false),
    ] {
      var trace = try Trace(change)
      try trace.failAndResume("1/a")
      try trace.command(command)
      #expect(
        trace.next
          == (isDone
            ? .start(activity: "1/holds", attempt: 1) : .start(activity: "1/a", attempt: 2)))
      #expect(trace.state.deviations == 1)
    }
  }

  @Test func `a remedy that succeeds brings the failed activity back`() throws {
    var trace = try Trace(change)
    try trace.failAndResume("1/a")
    try trace.command(.remedy(activity: "1/a", remedy: "remedy/1", reason: nil))
    #expect(trace.next == .start(activity: "remedy/1", attempt: 1))
    try trace.succeed("remedy/1")
    #expect(trace.next == .start(activity: "1/a", attempt: 2))
  }

  @Test func `a remedy that fails halts, and the question about the failure is asked again`() throws
  {
    var trace = try Trace(change)
    try trace.failAndResume("1/a")
    try trace.command(.remedy(activity: "1/a", remedy: "remedy/1", reason: nil))
    try trace.fail("remedy/1")
    #expect(trace.next == .halt(reason: .failed, activity: "remedy/1"))
    try trace.halt()
    try trace.command(.resume)
    #expect(
      trace.next == .ask(.failure(activity: "1/a", remedies: ["remedy/1", "remedy/3"])))
    try trace.command(.remedy(activity: "1/a", remedy: "remedy/1", reason: nil))
    #expect(trace.next == .start(activity: "remedy/1", attempt: 2))
  }

  @Test func `a remedy for what was skipped meanwhile does not run`() throws {
    var trace = try Trace(change)
    try trace.failAndResume("1/a")
    try trace.command(.remedy(activity: "1/a", remedy: "remedy/1", reason: nil))
    try trace.command(.skip(activity: "1/a", reason: commitment("no")))
    #expect(trace.next == .start(activity: "1/holds", attempt: 1))
  }

  @Test
  func `a typed command runs before anything else, and its failure holds nothing up for ever`()
    throws
  {
    var trace = try Trace(change)
    try trace.command(
      .add(step: "1", command: commitment("vacuum"), reason: commitment("bloat")))
    #expect(trace.next == .start(activity: "1/do-1", attempt: 1))
    try trace.fail("1/do-1")
    #expect(trace.next == .halt(reason: .failed, activity: "1/do-1"))
    try trace.halt()
    try trace.command(.resume)
    #expect(trace.next == .start(activity: "1/a", attempt: 1))
    try trace.command(.add(step: nil, command: commitment("ls"), reason: commitment("look")))
    #expect(trace.next == .start(activity: "run/do-1", attempt: 1))
  }

  @Test func `a typed command that failed runs again when a person retries it`() throws {
    var trace = try Trace(change)
    try trace.command(
      .add(step: "1", command: commitment("vacuum"), reason: commitment("bloat")))
    try trace.failAndResume("1/do-1")
    try trace.command(.retry(activity: "1/do-1", reason: nil))
    #expect(trace.next == .start(activity: "1/do-1", attempt: 2))
  }

  @Test func `an item that is answered no halts, and is asked again once the run is resumed`()
    throws
  {
    var trace = try Trace(.sample([.sample("1", [.item("1/ok"), .shell("1/a")])]))
    try trace.command(.answer(activity: "1/ok", .no, note: commitment("not yet")))
    #expect(trace.next == .halt(reason: .person, activity: "1/ok"))
    try trace.halt()
    try trace.command(.resume)
    #expect(trace.next == .ask(.item(activity: "1/ok")))
  }

  @Test func `a block that must be confirmed runs only after a yes`() throws {
    var trace = try Trace(.sample([.sample("1", [.shell("1/a") { $0.isConfirmed = true }])]))
    #expect(trace.next == .ask(.confirm(activity: "1/a")))
    try trace.command(.answer(activity: "1/a", .no, note: nil))
    try trace.halt()
    try trace.command(.resume)
    #expect(trace.next == .ask(.confirm(activity: "1/a")))
    try trace.command(.answer(activity: "1/a", .yes, note: nil))
    #expect(trace.next == .start(activity: "1/a", attempt: 1))
  }

  @Test func `a step that needs a skipped one asks, and goes on when a person overrules`() throws {
    var trace = try Trace(
      .sample([.sample("1", [.shell("1/a")]), .sample("2", needs: ["1"], [.shell("2/a")])]))
    try trace.command(.skip(activity: "1/a", reason: commitment("done last week")))
    #expect(trace.next == .ask(.needs(stage: "2", missing: ["1"])))
    try trace.command(.overrule(subject: "2", reason: commitment("looked myself")))
    #expect(trace.next == .start(activity: "2/a", attempt: 1))
    #expect(trace.state.deviations == 2)
  }

  @Test func `a pause, a resume and an abort do what they say`() throws {
    var trace = try Trace(change)
    try trace.command(.pause)
    #expect(trace.next == .rest)
    try trace.command(.resume)
    #expect(trace.next == .start(activity: "1/a", attempt: 1))
    try trace.intend("1/a")
    try trace.command(.abort(reason: commitment("enough")))
    #expect(trace.next == .rest)
    try trace.happen(.attemptSucceeded(.sample("1/a", 1)))
    #expect(trace.state.status == .aborted)
    #expect(trace.state.activity("1/a")?.phase == .succeeded, "what ended after it is a fact")
  }
}
