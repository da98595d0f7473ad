import TemaeCore

/// One attempt as its events tell it.
struct AttemptTimes: Hashable {
  /// Its number, from 1.
  var number: Int
  /// When it was intended, by the wall clock.
  var beganAt: Instant
  /// When its outcome was recorded.
  var endedAt: Instant?
  /// When it was found that nobody saw its end; the end itself came before.
  var lostAt: Instant?
  /// How long it ran, by the boot-time clock.
  var durationMicroseconds: Int?
  /// What became of it; `intended` while it is open, `pending` when it was settled as without effect.
  var outcome = ActivityPhase.intended

  var value: JSONValue {
    [
      "attempt": .integer(number), "beganAt": .string(beganAt.description),
      "endedAt": JSONValue(endedAt?.description), "outcome": .string(outcome.rawValue),
      "durationMicroseconds": JSONValue(durationMicroseconds),
    ]
  }
}

/// The end of an attempt that an event tells.
struct AttemptOutcome {
  var activity: String
  var phase: ActivityPhase
  var report: AttemptReport?

  /// `nil` for an event that ends no attempt.
  init?(_ event: Event) {
    switch event {
    case .attemptSucceeded(let data): self.init(data.activity, .succeeded, data.report)
    case .attemptFailed(let data): self.init(data.activity, .failed, data.report)
    case .attemptLost(let data): self.init(data.activity, .unknown, nil)
    case .attemptSettled(let data): self.init(data.activity, data.verdict.phase, nil)
    case .watchEnded(let data):
      self.init(data.activity, data.reason == .interrupted ? .pending : .succeeded, data.report)
    case .probeAnswered(let data): self.init(data.activity, .succeeded, data.report)
    case .checkPassed(let data): self.init(data.activity, .succeeded, data.report)
    case .checkFailed(let data): self.init(data.activity, .failed, data.report)
    case .rollbackStarted, .rollbackPlanned, .rollbackCompleted, .runOpened, .runPaused,
      .runResumed, .runHalted, .runAborted, .runCompleted,
      .runbookAmended, .leaseTaken,
      .leaseReleased, .attemptIntended, .attemptStarted, .attemptOutput, .descendantsAlive,
      .descendantsEnded, .endAsked,
      .activitySkipped, .activityDoneByHand, .activityRetried, .remedyChosen, .activityAdded,
      .targetObserved, .targetMismatched, .targetRepinned, .indexesObserved, .valueCaptured,
      .variableExported, .backupTaken, .backupVerified,
      .secretSupplied, .itemAnswered, .pivotPassed, .noteAdded, .deviationRecorded, .ignored:
      return nil
    }
  }

  private init(_ activity: String, _ phase: ActivityPhase, _ report: AttemptReport?) {
    self.activity = activity
    self.phase = phase
    self.report = report
  }
}

extension SettlementVerdict {
  /// The phase that a settlement leads to.
  var phase: ActivityPhase {
    switch self {
    case .done: .succeeded
    case .again: .pending
    case .failed: .failed
    }
  }
}
