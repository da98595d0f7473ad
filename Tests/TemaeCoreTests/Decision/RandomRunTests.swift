import TemaeCore
import TestSupport
import Testing

/// Whatever people command and the world answers, in any order that `handle` and `decide` allow, the
/// history stays readable.
@Suite("Random runs")
struct RandomRunTests {
  private static let runbook = {
    var runbook = forward
    runbook.rollbackScopes = [
      RollbackScope(
        title: "Undo 1", line: 40, step: "1",
        activities: [.sql("rollback/1", .rollback, of: "1/a"), .item("rollback/2")])
    ]
    return runbook
  }()

  private static let forward = Runbook.sample(
    prerequisites: [.item("prerequisites/1")],
    [
      .sample(
        "1",
        [
          .shell("1/a") { $0.retries = 1 }, .shell("1/is-a", .probe, of: "1/a"),
          .sql("1/before", .precheck, of: "1/a"), .sql("1/holds", .check),
          .sql("1/rows", .check) { $0.comparison = Comparison(kind: .unchanged) },
        ]),
      .sample("2", at: 1, [.shell("2/see", .watch) { $0.untilOffset = 3 }, .item("2/ok")]),
      .sample(
        "3", at: 2, needs: ["1"],
        [
          .sql("3/b"), .shell("3/c") { $0.database = "main" },
          .shell("3/d") { $0.isConfirmed = true },
        ]),
    ], success: [.item("success/1")],
    remedies: [Remedy(title: "Repair", line: 5, activities: [.sql("remedy/1", .remedy)])])

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `no sequence of legal commands and facts breaks a history`(seed: UInt64) throws {
    var random = RandomRun(Self.runbook, seed: seed)
    do {
      try random.drive(steps: 250)
    } catch {
      Issue.record("seed \(seed), after \(random.trace.entries.count) entries: \(error)")
    }
    var replayed = random.trace.state.beginning
    for entry in random.trace.entries { try replayed.apply(entry) }
    #expect(replayed.encoding == random.trace.state.encoding, "seed \(seed)")
  }

  @Test func `random runs come to every status and every phase, and are amended`() throws {
    var statuses: Set<RunStatus> = []
    var phases: Set<ActivityPhase> = []
    var amendments = 0
    var repins = 0
    for seed in 0..<40 as Range<UInt64> {
      var random = RandomRun(Self.runbook, seed: seed)
      try random.drive(steps: 250)
      statuses.formUnion(random.statuses)
      phases.formUnion(random.phases)
      amendments += random.trace.state.amendments.count
      repins += random.trace.state.repins.count(where: \.losesHistory)
    }
    #expect(repins > 10)
    #expect(amendments > 20)
    #expect(statuses == Set(RunStatus.allCases).subtracting([.new]))
    #expect(phases == Set(ActivityPhase.allCases))
  }
}

/// One random run: a driver that does what is decided, a world that answers at random, and people who
/// ask for anything at any time.
private struct RandomRun {
  var trace: Trace
  var statuses: Set<RunStatus> = []
  var phases: Set<ActivityPhase> = []
  private var random: SplitMix64
  private let runbook: Runbook

  init(_ runbook: Runbook, seed: UInt64) {
    self.runbook = runbook
    random = SplitMix64(seed: seed)
    trace = Trace(unopened: runbook)
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  mutating func drive(steps: Int) throws {
    var opened = RunOpened.sample(runbook, t0: chance(50) ? trace.now : nil, minute: 5_000_000)
    opened.targets = [PinnedTarget(database: "main", identity: .sample)]
    try trace.happen(.runOpened(opened), epoch: nil)
    try trace.happen(.leaseTaken(.sample(chance(50))), epoch: 1)
    for _ in 0..<steps where !trace.state.status.isEnded {
      try step()
      note()
    }
  }

  private mutating func step() throws {
    if chance(20) { return try askForAnything() }
    if chance(3) { return try amend() }
    if chance(4) {
      try trace.takeOver(honoursSchedule: chance(50))
      return chance(25) ? try repin() : ()
    }
    if trace.state.epoch > 1, chance(3), let late = lateFact() {
      return try trace.happen(late, epoch: trace.state.epoch - 1)
    }
    // A watch may end at any moment.
    if chance(5), let watch = openWatch() {
      return try trace.happen(.watchEnded(.sample(watch.id, .exited, watch.attempts)))
    }
    try carryOut(trace.next)
  }

  /// After a failover, with the lease that was just taken.
  private mutating func repin() throws {
    var identity = trace.state.targets[0].identity
    identity.timeline += chance(80) ? 1 : 0
    try trace.happen(
      .targetRepinned(
        TargetRepinned(
          database: "main", difference: "", identity: identity, reason: commitment("failover"))),
      epoch: nil)
  }

  private func openWatch() -> ActivityState? {
    trace.state.activities.first { $0.id == "2/see" && $0.phase.isOpen }
  }

  private func lateFact() -> Event? {
    trace.state.activities.first { $0.attempts > 0 }.map {
      .attemptSucceeded(.sample($0.id, $0.attempts))
    }
  }

  private mutating func carryOut(_ decision: Decision) throws {
    switch decision {
    case .start(let id, let attempt):
      let known = trace.state.activity(id)
      #expect(known?.attempts == attempt - 1)
      #expect(known?.phase == .pending || known?.phase == .failed)
      let isAlone = !trace.state.activities.contains { $0.phase.isOpen && $0.id != "2/see" }
      #expect(isAlone, "\(id) starts while another attempt is open")
      let isQuiet = trace.state.activities.allSatisfy { $0.descendants == nil }
      #expect(isQuiet, "\(id) starts beside what another one left at work")
      var intent = AttemptIntended.sample(id, attempt: attempt)
      intent.database = trace.state.definition(id)?.settings.database
      try trace.happen(.attemptIntended(intent))
      if chance(30) {
        try trace.happen(
          .attemptStarted(AttemptStarted(activity: id, attempt: attempt, processID: 7)))
      }
      if id != "2/see", !chance(10) { try end(id, attempt) }
    case .observe(let database):
      try trace.happen(
        chance(90)
          ? .targetObserved(TargetObserved(database: database, identity: .sample))
          : .targetMismatched(TargetMismatched(database: database, difference: "another")))
    case .inspect(let id, let attempt):
      try trace.happen(
        .indexesObserved(IndexesObserved(activity: id, attempt: attempt, indexes: [])))
    case .settle(let id, let attempt) where trace.state.activity(id)?.isInDoubt == true:
      try trace.happen(
        chance(50)
          ? .attemptSettled(
            AttemptSettled(activity: id, attempt: attempt, evidence: .marker, verdict: .done))
          : .attemptLost(
            AttemptLost(activity: id, attempt: attempt, evidence: "pinned anew", wasDone: true)))
    case .settle(let id, let attempt): try end(id, attempt)
    case .conclude(let id, let attempt, let verdict):
      try trace.happen(
        .attemptSettled(
          AttemptSettled(activity: id, attempt: attempt, evidence: .probe, verdict: verdict)))
    case .awaitDescendants(let id, let attempt):
      if chance(40) {
        try answer(.descendants(activity: id, attempt: attempt))
      } else {
        try trace.happen(.descendantsEnded(DescendantsEnded(activity: id, attempt: attempt)))
      }
    case .endWatch(let id, let attempt):
      try trace.happen(.watchEnded(.sample(id, .until, attempt)))
    case .wait(let instant, _):
      #expect(instant > trace.now)
      trace.now = instant
    case .ask(let question): try answer(question)
    case .halt(let reason, let id):
      try trace.happen(.runHalted(RunHalted(activity: id, detail: "", reason: reason)))
    case .planRollback:
      let unsettled = trace.state.activities.filter { $0.phase == .unknown || $0.phase.isOpen }
      #expect(unsettled.isEmpty, "a rollback is planned beside \(unsettled.map(\.id))")
      try trace.happen(.rollbackPlanned(.sample))
    case .finish where trace.state.isRollingBack:
      try trace.happen(.rollbackCompleted(trace.state.rollbackEnd))
    case .finish:
      let open = trace.state.plan.stages.flatMap(\.activities).filter {
        trace.state.activity($0.id)?.phase.isResolved != true
      }
      #expect(open.isEmpty, "the run finishes with \(open.map(\.id))")
      try trace.happen(.runCompleted(RunCompleted(deviations: trace.state.deviations)))
    case .rest: try trace.takeOver()
    }
  }

  /// The end that the world gives an attempt.
  private mutating func end(_ id: String, _ attempt: Int) throws {
    guard let activity = trace.state.definition(id) else { return }
    if activity.role == .watch {
      return try trace.happen(.watchEnded(.sample(id, .interrupted, attempt)))
    }
    if chance(15) {
      try trace.happen(.attemptLost(AttemptLost(activity: id, attempt: attempt, evidence: "gone")))
      guard !activity.role.mayWrite else { return }
      return try trace.happen(
        .attemptSettled(
          AttemptSettled(activity: id, attempt: attempt, evidence: .read, verdict: .again)))
    }
    if activity.role == .probe {
      let answer = ProbeAnswer.allCases.randomElement(using: &random) ?? .no
      return try trace.happen(.probeAnswered(.sample(id, answer, attempt)))
    }
    try trace.happen(
      chance(75)
        ? .attemptSucceeded(.sample(id, attempt)) : .attemptFailed(.sample(id, attempt)))
    if chance(15) {
      try trace.happen(.descendantsAlive(DescendantsAlive(activity: id, attempt: attempt)))
    }
  }

  /// An answer to what is asked; it must be one that `handle` takes.
  private mutating func answer(_ question: Question) throws {
    let reason = commitment("because")
    switch question {
    case .item(let id), .confirm(let id):
      try trace.command(.answer(activity: id, chance(80) ? .yes : .no, note: nil))
    case .failure(let id, let remedies):
      let remedy = remedies.randomElement(using: &random)
      if let remedy, chance(40) {
        try trace.command(.remedy(activity: id, remedy: remedy, reason: nil))
      } else {
        try trace.command(
          chance(50) ? .retry(activity: id, reason: nil) : .skip(activity: id, reason: reason))
      }
    case .unknown(let id, _):
      let verdict = SettlementVerdict.allCases.randomElement(using: &random) ?? .again
      try trace.command(.settle(activity: id, verdict, reason: reason))
    case .descendants(let id, _), .running(let id, _):
      try trace.command(
        chance(50)
          ? .end(activity: id, reason: reason) : .overrule(subject: id, reason: reason))
    case .needs(let stage, _): try trace.command(.overrule(subject: stage, reason: reason))
    }
  }

  /// Anything at any time; a rejection is as good an answer as any.
  private mutating func askForAnything() throws {
    let id = trace.state.activities.randomElement(using: &random)?.id ?? ""
    let reason = commitment("because")
    let commands: [Command] = [
      .answer(activity: id, chance(50) ? .yes : .no, note: nil),
      .skip(activity: id, reason: reason),
      .settle(activity: id, .done, reason: reason), .settle(activity: id, .again, reason: reason),
      .settle(activity: id, .failed, reason: reason), .retry(activity: id, reason: nil),
      .remedy(activity: id, remedy: "remedy/1", reason: nil),
      .add(step: "1", command: reason, reason: reason), .overrule(subject: "3", reason: reason),
      .end(activity: id, reason: reason), .note(activity: id, text: reason), .pause, .resume,
    ]
    let command =
      chance(1)
      ? .abort(reason: reason) : chance(2) ? rollBack() : commands.randomElement(using: &random)
    do {
      if let command { try trace.command(command) }
    } catch is Rejection {}
  }

  private mutating func rollBack() -> Command {
    let scope = chance(30) ? runbook.rollbackScopes.randomElement(using: &random) : nil
    return .rollBack(
      scope: scope, upTo: scope == nil && chance(30) ? "1" : nil, keepsGoing: chance(50),
      reason: nil)
  }

  /// One block has other words, or is taken out or put back; what has succeeded stays as it was.
  private mutating func amend() throws {
    var next = trace.state.runbook
    let step = Int.random(in: next.phases[0].steps.indices, using: &random)
    let original = runbook.phases[0].steps[step].activities
    let place = Int.random(in: original.indices, using: &random)
    next.phases[0].steps[step].activities.removeAll { $0.id == original[place].id }
    if chance(70) {
      var block = original[place]
      block.text = "words \(Int.random(in: 0..<3, using: &random))"
      let end = next.phases[0].steps[step].activities.count
      next.phases[0].steps[step].activities.insert(block, at: min(place, end))
    }
    next.digest = testDigest("\(next.phases)".utf8)
    let before = trace.state
    do { try trace.amend(to: next) } catch is Rejection { return }
    for known in before.activities where known.phase.isOpen || known.phase == .unknown {
      #expect(trace.state.activity(known.id) == known)
    }
    for change in before.plan.activities where change.role == .change {
      guard let known = before.activity(change.id), known.phase == .succeeded else { continue }
      #expect(trace.state.activity(change.id) == known)
      #expect(trace.state.definition(change.id) == change)
    }
    try trace.takeOver(honoursSchedule: before.honoursSchedule)
  }

  private mutating func note() {
    statuses.insert(trace.state.status)
    phases.formUnion(trace.state.activities.map(\.phase))
  }
}
