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

  /// By stage id.
  private(set) var stages: [String: StageTimes] = [:]
  /// By activity id, in order of their numbers.
  private(set) var attempts: [String: [AttemptTimes]] = [:]
  /// When a person answered, skipped or did an activity, by activity id.
  private(set) var decidedAt: [String: Instant] = [:]
  /// Why the account is not whole, where it is not.
  private(set) var problem: String?

  private var state: RunState
  private var last: Instant?

  /// Accounts for the entries of a run, which must begin with its first.
  init(from beginning: RunState, entries: [Entry]) {
    state = beginning
    do {
      for entry in entries { try take(entry) }
    } catch {
      problem = "the account ends at event \(error.sequence): \(error.reason)"
    }
  }

  /// The sums over all stages.
  var shares: TimeShares { stages.values.reduce(TimeShares()) { $0 + $1.shares } }

  private mutating func take(_ entry: Entry) throws(InvalidHistory) {
    // Output and notes change nothing: what was waited for goes on being waited for.
    if case .attemptOutput = entry.event { return try state.apply(entry) }
    if let last { charge(from: last, to: entry.at) }
    last = max(entry.at, last ?? entry.at)
    try state.apply(entry)
    guard !state.lateEvidence.contains(entry.sequence) else { return }
    record(entry)
    closeStages(at: entry.at)
  }

  private mutating func record(_ entry: Entry) {
    if case .attemptIntended(let data) = entry.event {
      attempts[data.activity, default: []].append(
        AttemptTimes(number: data.attempt, beganAt: entry.at))
      begin(stageOf(data.activity), at: entry.at)
    } else if let outcome = AttemptOutcome(entry.event) {
      end(outcome, at: entry.at)
    } else if let subject = entry.event.decidedActivity {
      decidedAt[subject] = entry.at
      begin(stageOf(subject), at: entry.at)
    }
  }

  private mutating func end(_ outcome: AttemptOutcome, at instant: Instant) {
    guard var known = attempts[outcome.activity], var attempt = known.popLast() else { return }
    attempt.outcome = outcome.phase
    attempt.endedAt = outcome.phase == .unknown ? nil : instant
    attempt.durationMicroseconds =
      outcome.report?.durationMicroseconds ?? attempt.durationMicroseconds
    attempts[outcome.activity] = known + [attempt]
  }

  private mutating func begin(_ stage: String?, at instant: Instant) {
    guard let stage else { return }
    var times = stages[stage] ?? StageTimes()
    times.beganAt = min(times.beganAt ?? instant, instant)
    stages[stage] = times
  }

  private mutating func closeStages(at instant: Instant) {
    for stage in state.plan.stages where stages[stage.id]?.beganAt != nil {
      let isOver = stage.activities.allSatisfy { activity in
        activity.role == .watch || state.activity(activity.id)?.phase.isResolved == true
      }
      // An amendment may open a stage again.
      let ended = stages[stage.id]?.endedAt ?? instant
      stages[stage.id]?.endedAt = isOver ? ended : nil
    }
  }
}

extension TimeAccount {
  private mutating func charge(from start: Instant, to end: Instant) {
    var cursor = start
    while cursor < end {
      let (use, stage, until) = use(at: cursor)
      // A wait that is over is no wait: whatever follows it, the driver was slow.
      let isPast = until.map { $0 <= cursor } ?? false
      let next = isPast ? end : min(until ?? end, end)
      add(next.microseconds(since: cursor), to: isPast ? .other : use, stage, at: cursor)
      cursor = next
    }
  }

  private mutating func add(
    _ microseconds: Int, to use: TimeShares.Use, _ stage: String?, at instant: Instant
  ) {
    // The way back is no stage's time.
    guard !state.isRollingBack, let stage = stage ?? current else { return }
    stages[stage, default: StageTimes()].shares[use] += microseconds
    if use == .work || use == .people { begin(stage, at: instant) }
  }

  /// What the time from this instant on goes into, for which stage, and until when.
  private func use(at instant: Instant) -> (TimeShares.Use, String?, until: Instant?) {
    guard state.status == .open else { return (.stopped, nil, nil) }
    if let busy = state.attemptAtWork { return (.work, stageOf(busy.id), nil) }
    switch state.decide(at: instant) {
    case .wait(let until, let stage): return (.clock, stageOf(stage) ?? stage, until)
    case .ask(let question): return (.people, stageOf(question.subject), nil)
    case .awaitDescendants(let activity, _): return (.work, stageOf(activity), nil)
    case .start, .observe, .inspect, .settle, .conclude, .endWatch, .halt, .planRollback, .finish,
      .rest:
      return (.other, nil, nil)
    }
  }

  private func stageOf(_ subject: String) -> String? { state.stage(concerning: subject)?.id }

  /// The stage with something left to do, else the last one.
  private var current: String? {
    let open = state.plan.stages.first { stage in
      stage.activities.contains { state.activity($0.id)?.phase.isResolved == false }
    }
    return open?.id ?? state.plan.stages.last?.id
  }
}

extension Event {
  /// The activity that a person resolved with it.
  var decidedActivity: String? {
    if case .itemAnswered(let data) = self { return data.activity }
    if case .activitySkipped(let data) = self { return data.activity }
    if case .activityDoneByHand(let data) = self { return data.activity }
    return nil
  }
}
