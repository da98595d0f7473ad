import TemaeCore

/// Where a run's time went, found by folding its entries once more.
///
/// What the run waited for between two entries is what `decide` says of the state between them, so
/// the account needs no events of its own.
struct TimeAccount {
  /// When a stage began and ended, and what its time went into.
  struct StageTimes: Hashable {
    /// When its first work or its first question began.
    var beganAt: Instant?
    /// When nothing but a watch was left of it.
    var endedAt: Instant?
    /// What the time in between went into.
    var shares = TimeShares()
  }

  /// Less is nobody's waiting, and is not asked about.
  private static let leastWaitMicroseconds = 10_000

  /// By stage id.
  private(set) var stages: [String: StageTimes] = [:]
  /// By activity id, in order of their numbers.
  private(set) var attempts: [String: [AttemptTimes]] = [:]
  /// When a person answered, skipped or did an activity, by activity id.
  private(set) var decidedAt: [String: Instant] = [:]
  /// What all of the time went into, in its order.
  private(set) var spans: [UsedSpan] = []
  /// Why the account is not whole, where it is not.
  private(set) var problem: String?

  private var state: RunState
  private var index: StageIndex
  private var openAttempts: Set<String> = []
  private var finder = InterruptionFinder()
  private var last: Instant?

  /// Accounts for the entries of a run, which must begin with its first.
  ///
  /// - Parameters:
  ///   - beginning: the state before the first of them.
  ///   - entries: all entries of the run.
  ///   - now: what happened since the last of them counts until then; `nil` to leave it out.
  init(from beginning: RunState, entries: [Entry], until now: Instant? = nil) {
    state = beginning
    index = StageIndex(beginning)
    do {
      for entry in entries { try take(entry) }
    } catch {
      problem = "the account ends at event \(error.sequence): \(error.reason)"
    }
    if let now, let last, problem == nil, !state.status.isEnded { charge(from: last, to: now) }
  }

  /// The sums over all stages.
  var shares: TimeShares { stages.values.reduce(TimeShares()) { $0 + $1.shares } }

  /// When the run did not go on.
  var interruptions: [Interruption] { finder.found }

  private mutating func take(_ entry: Entry) throws(InvalidHistory) {
    // Output changes nothing but that its driver lived: what was waited for goes on being waited for.
    if case .attemptOutput = entry.event {
      try state.apply(entry)
      return finder.take(entry, isLate: state.lateEvidence.last == entry.sequence)
    }
    // What is recorded after the end is no part of the run's time.
    if let last, !state.status.isEnded { charge(from: last, to: entry.at) }
    last = max(entry.at, last ?? entry.at)
    try state.apply(entry)
    let isLate = state.lateEvidence.last == entry.sequence
    finder.take(entry, isLate: isLate)
    guard !isLate else { return }
    record(entry)
  }

  private mutating func record(_ entry: Entry) {
    if case .attemptIntended(let data) = entry.event {
      openAttempts.insert(data.activity)
      attempts[data.activity, default: []].append(
        AttemptTimes(number: data.attempt, beganAt: entry.at))
      begin(stageOf(data.activity), at: entry.at)
    } else if let outcome = AttemptOutcome(entry.event) {
      end(outcome, at: entry.at)
      closeStage(of: outcome.activity, at: entry.at)
    } else if let subject = entry.event.decidedActivity {
      decidedAt[subject] = entry.at
      begin(stageOf(subject), at: entry.at)
      closeStage(of: subject, at: entry.at)
    } else if case .rollbackStarted = entry.event {
      index = StageIndex(state)
      begin(Plan.rollbackStage, at: entry.at)
      stages[Plan.rollbackStage]?.endedAt = nil
    } else if case .rollbackCompleted = entry.event {
      stages[Plan.rollbackStage]?.endedAt = entry.at
    } else if entry.event.mayOpenAgain {
      index = StageIndex(state)
      for stage in state.plan.stages { close(stage, at: entry.at) }
    }
  }

  private mutating func end(_ outcome: AttemptOutcome, at instant: Instant) {
    openAttempts.remove(outcome.activity)
    guard var known = attempts[outcome.activity], var attempt = known.popLast() else { return }
    attempt.outcome = outcome.phase
    attempt.endedAt = outcome.phase == .unknown ? nil : instant
    if outcome.phase == .unknown { attempt.lostAt = instant }
    attempt.durationMicroseconds =
      outcome.report?.durationMicroseconds ?? attempt.durationMicroseconds
    attempts[outcome.activity] = known + [attempt]
  }

  private mutating func begin(_ stage: String?, at instant: Instant) {
    guard let stage else { return }
    stages[stage, default: StageTimes()].beganAt =
      min(stages[stage]?.beganAt ?? instant, instant)
  }

  private mutating func closeStage(of activity: String, at instant: Instant) {
    guard let id = stageOf(activity), let stage = state.plan.stages.first(where: { $0.id == id })
    else { return }
    close(stage, at: instant)
    if index.phase(of: activity, in: state)?.isResolved == false { index.startAgain() }
  }

  private mutating func close(_ stage: Plan.Stage, at instant: Instant) {
    guard stages[stage.id]?.beganAt != nil else { return }
    // An amendment may open a stage again.
    let ended = stages[stage.id]?.endedAt ?? instant
    stages[stage.id]?.endedAt = index.isOver(stage, in: state) ? ended : nil
  }
}

extension TimeAccount {
  private struct Demand {
    var use: TimeShares.Use
    var subject: String?
    var stage: String?
    var until: Instant?
  }

  private mutating func charge(from start: Instant, to end: Instant) {
    var cursor = start
    while cursor < end {
      var demand = demand(at: cursor, for: end.microseconds(since: cursor))
      // A wait that is over is no wait: whatever follows it, the driver was slow.
      if let until = demand.until, until <= cursor { demand = Demand(use: .other) }
      let next = min(demand.until ?? end, end)
      add(demand, from: cursor, to: next)
      cursor = next
    }
  }

  private mutating func add(_ demand: Demand, from start: Instant, to end: Instant) {
    let own = state.isRollingBack ? Plan.rollbackStage : demand.stage
    guard let stage = own ?? index.current(in: state) else { return }
    stages[stage, default: StageTimes()].shares[demand.use] += end.microseconds(since: start)
    spans.take(
      UsedSpan(use: demand.use, stage: stage, subject: demand.subject, from: start, to: end))
    if demand.use == .work || demand.use == .people { begin(stage, at: start) }
  }

  /// What the time from this instant on goes into, for which stage, and until when.
  private func demand(at instant: Instant, for microseconds: Int) -> Demand {
    guard state.status == .open else { return Demand(use: .stopped) }
    if let busy = index.attemptAtWork(among: openAttempts, in: state) {
      return Demand(use: .work, subject: busy, stage: stageOf(busy))
    }
    guard microseconds >= Self.leastWaitMicroseconds else { return Demand(use: .other) }
    switch state.decide(at: instant) {
    case .wait(let until, let stage):
      return Demand(use: .clock, stage: stageOf(stage) ?? stage, until: until)
    case .ask(let question):
      return Demand(use: .people, subject: question.subject, stage: stageOf(question.subject))
    case .awaitDescendants(let activity, _):
      return Demand(use: .work, subject: activity, stage: stageOf(activity))
    case .start, .observe, .inspect, .settle, .conclude, .endWatch, .halt, .planRollback, .finish,
      .rest:
      return Demand(use: .other)
    }
  }

  /// While a run goes back, everything belongs to that.
  private func stageOf(_ subject: String) -> String? {
    state.isRollingBack ? Plan.rollbackStage : index.stage(of: subject, in: state)
  }
}

extension Event {
  /// The activity that a person resolved with it.
  var decidedActivity: String? {
    if case .itemAnswered(let data) = self { return data.activity }
    if case .pivotPassed(let data) = self { return data.activity }
    if case .activitySkipped(let data) = self { return data.activity }
    if case .activityDoneByHand(let data) = self { return data.activity }
    return nil
  }

  /// Whether something that was dealt with may be open again after it, or the plan another one.
  fileprivate var mayOpenAgain: Bool {
    if case .runbookAmended = self { return true }
    if case .targetRepinned = self { return true }
    if case .activityRetried = self { return true }
    if case .remedyChosen = self { return true }
    if case .activityAdded = self { return true }
    if case .runResumed = self { return true }
    return false
  }
}
