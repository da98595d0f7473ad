import TemaeCore
import TestSupport
import Testing

@Suite("Histories that cannot have happened")
struct HistoryTests {
  private let runbook = Runbook.sample([.sample("1", [.shell("1/a"), .item("1/ok")])])

  /// Each names the event by its journal sequence, and says why.
  private func expectRefusal(
    of event: Event, epoch: Int?, in trace: Trace, because reason: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    var trace = trace
    let sequence = 101 + trace.entries.count
    #expect(
      throws: InvalidHistory(sequence: sequence, reason: "\(event.type): \(reason)"),
      sourceLocation: location
    ) {
      try trace.happen(event, epoch: epoch)
    }
  }

  @Test func `nothing comes before the opening, and the opening comes once`() throws {
    let unopened = Trace(unopened: runbook)
    for event in [
      Event.noteAdded(NoteAdded(text: commitment("early"))), .leaseTaken(.sample()),
      .runAborted(RunAborted(reason: commitment("early"))),
    ] {
      var epoch: Int?
      if case .leaseTaken = event { epoch = 1 }
      expectRefusal(of: event, epoch: epoch, in: unopened, because: "the run has not been opened")
    }
    expectRefusal(
      of: .attemptIntended(.sample("1/a", attempt: 1)), epoch: 0, in: unopened,
      because: "the run is new")
    expectRefusal(
      of: .runOpened(.sample(runbook)), epoch: nil, in: try Trace(runbook),
      because: "the run was opened before")
    var other = RunOpened.sample(runbook)
    other.digest = testDigest([1])
    expectRefusal(
      of: .runOpened(other), epoch: nil, in: unopened, because: "it names another runbook")
  }

  @Test func `entries of a run come without gaps and belong to one run`() throws {
    let trace = try Trace(runbook)
    var state = trace.state
    var entry = try #require(trace.entries.last)
    #expect(throws: InvalidHistory.self) { try state.apply(entry) }
    entry.position = 3
    entry.draft.run = "run-2"
    #expect(
      throws: InvalidHistory(
        sequence: entry.sequence, reason: "lease.taken: it belongs to another run")
    ) {
      try state.apply(entry)
    }
  }

  @Test func `a refused entry leaves the state as it was`() throws {
    var trace = try Trace(runbook)
    let before = trace.state
    try? trace.happen(.attemptIntended(.sample("1/a", attempt: 1)), epoch: 0)
    #expect(trace.state == before)
  }

  @Test func `an intent of an old lease is no history`() throws {
    var trace = try Trace(runbook)
    try trace.takeOver()
    expectRefusal(
      of: .attemptIntended(.sample("1/a", attempt: 1)), epoch: 1, in: trace,
      because: "only the newest lease may intend")
    expectRefusal(
      of: .attemptIntended(.sample("1/a", attempt: 1)), epoch: nil, in: trace,
      because: "only the newest lease may intend")
  }

  @Test func `a lease grows, and nobody drives with one that was never taken`() throws {
    var trace = try Trace(runbook)
    try trace.takeOver()
    expectRefusal(
      of: .leaseTaken(.sample()), epoch: 2, in: trace, because: "its epoch 2 is not above 2")
    expectRefusal(
      of: .leaseTaken(.sample()), epoch: 1, in: trace, because: "its epoch 1 is not above 2")
    expectRefusal(
      of: .leaseReleased(LeaseReleased()), epoch: 3, in: trace,
      because: "no lease has the epoch 3 yet")
  }

  @Test func `nothing is intended while the run is not open`() throws {
    for (command, status) in [
      (Command.pause, "paused"), (.abort(reason: commitment("enough")), "aborted"),
    ] {
      var trace = try Trace(runbook)
      try trace.command(command)
      expectRefusal(
        of: .attemptIntended(.sample("1/a", attempt: 1)), epoch: 1, in: trace,
        because: "the run is \(status)")
    }
  }

  @Test func `an attempt number is used once, in order`() throws {
    var trace = try Trace(runbook)
    expectRefusal(
      of: .attemptIntended(.sample("1/a", attempt: 2)), epoch: 1, in: trace,
      because: "attempt 2 of 1/a follows attempt 0")
    try trace.intend("1/a")
    expectRefusal(
      of: .attemptIntended(.sample("1/a", attempt: 2)), epoch: 1, in: trace,
      because: "1/a is intended")
    expectRefusal(
      of: .attemptSucceeded(.sample("1/a", 2)), epoch: 1, in: trace,
      because: "attempt 2 of 1/a is not its newest, 1")
  }

  @Test func `a change whose success is recorded never begins again`() throws {
    var trace = try Trace(runbook)
    try trace.succeed("1/a")
    expectRefusal(
      of: .attemptIntended(.sample("1/a", attempt: 2)), epoch: 1, in: trace,
      because: "1/a is succeeded")
    expectRefusal(
      of: .activityRetried(ActivityRetried(activity: "1/a")), epoch: nil, in: trace,
      because: "1/a is succeeded")
    expectRefusal(
      of: .attemptFailed(.sample("1/a", 1)), epoch: 1, in: trace, because: "1/a is succeeded")
  }

  @Test func `an end without a beginning and an activity without a runbook are refused`() throws {
    let trace = try Trace(runbook)
    expectRefusal(
      of: .attemptSucceeded(.sample("1/a", 0)), epoch: 1, in: trace, because: "1/a is pending")
    expectRefusal(
      of: .attemptSucceeded(.sample("9/z", 1)), epoch: 1, in: trace,
      because: "the runbook has no activity 9/z")
  }

  @Test func `an ended run ends once`() throws {
    var trace = try Trace(runbook)
    try trace.command(.abort(reason: commitment("enough")))
    for event in [
      Event.runCompleted(RunCompleted(deviations: 0)), .runResumed(RunResumed()),
      .runHalted(RunHalted(detail: "", reason: .failed)), .runPaused(RunPaused()),
    ] {
      expectRefusal(of: event, epoch: 1, in: trace, because: "the run is aborted")
    }
    expectRefusal(of: .leaseTaken(.sample()), epoch: 2, in: trace, because: "the run is aborted")
  }

  @Test func `a typed command has a name of its own`() throws {
    var trace = try Trace(runbook)
    let added = Event.activityAdded(
      ActivityAdded(activity: "1/a", command: commitment("x"), reason: commitment("y")))
    expectRefusal(of: added, epoch: nil, in: trace, because: "1/a exists")
    try trace.command(.add(step: "1", command: commitment("x"), reason: commitment("y")))
    #expect(trace.state.definition("1/do-1")?.kind == .shell)
  }
}
