import TemaeCore

/// An entry in words, the same for the event stream and the audit.
struct EventDescription {
  /// What the event makes of its subject.
  var mark: StateMark
  /// The activity, stage or database that the event is about.
  var subject: String?
  /// What happened beyond the mark, in a few words.
  var detail = ""
  /// How long it took.
  var durationMicroseconds: Int?
  /// What is to be seen below the line: an error, a command, what was found instead.
  var block: [StyledLine] = []
  /// The person's reason or note.
  var reason: Commitment?

  init(_ mark: StateMark, _ subject: String? = nil, _ detail: String = "") {
    self.mark = mark
    self.subject = subject
    self.detail = detail
  }

  /// Describes an entry.
  init(_ event: Event, _ payload: PayloadResolver) {
    switch event {
    case .runOpened(let data): self.init(opened: data)
    case .runPaused: self.init(StateMark(.paused))
    case .runResumed: self.init(StateMark(glyph: "▸", word: "resumed", tone: .active))
    case .runHalted(let data):
      // The detail names the activity already.
      self.init(StateMark(.halted), nil, data.reason.words(after: data.detail))
    case .runAborted(let data):
      self.init(StateMark(.aborted))
      reason = data.reason
    case .runCompleted(let data):
      self.init(StateMark(.completed), nil, counted(data.deviations, "deviation"))
    case .rollbackStarted(let data): self.init(started: data)
    case .rollbackPlanned(let data): self.init(planned: data)
    case .rollbackCompleted(let data): self.init(completed: data)
    case .leaseTaken(let data): self.init(lease: data)
    case .leaseReleased: self.init(.fact("driver"), nil, "let go of the run")
    case .attemptIntended, .attemptStarted, .attemptOutput, .attemptSucceeded, .attemptFailed,
      .attemptLost, .attemptSettled, .descendantsAlive, .descendantsEnded, .endAsked, .watchEnded,
      .probeAnswered, .checkPassed,
      .checkFailed:
      self.init(attempt: event, payload)
    case .activitySkipped, .activityDoneByHand, .activityRetried, .remedyChosen, .activityAdded,
      .itemAnswered, .pivotPassed, .noteAdded, .deviationRecorded, .runbookAmended,
      .targetRepinned:
      self.init(person: event, payload)
    case .targetObserved, .targetMismatched, .indexesObserved, .valueCaptured, .variableExported,
      .backupTaken, .backupVerified, .secretSupplied, .ignored:
      self.init(fact: event, payload)
    }
  }

  private init(opened data: RunOpened) {
    let start = data.t0.map { "T is \(TimeText.dayAndWall($0))" } ?? "without a T"
    self.init(
      StateMark(.open), nil, "\(data.name): \(data.title), \(data.document), \(start)")
    let purpose = data.purpose.map { [StyledLine($0.words, .warning)] } ?? []
    let rehearsal = data.rehearsal.map { [StyledLine("rehearsed \($0.summary)", .faint)] } ?? []
    block =
      purpose + rehearsal
      + data.targets.map { target in
        let identity = target.identity
        return StyledLine(
          "database \(target.database): \(identity.database) on \(identity.host), "
            + "PostgreSQL \(identity.serverVersion), as \(identity.role)", .faint)
      }
  }

  private init(lease data: LeaseTaken) {
    let from = data.takesOver.map { ", takes over from epoch \($0)" } ?? ""
    let clock = data.honoursSchedule ? "" : ", ignores the schedule"
    self.init(.fact("driver"), nil, "process \(data.processID)\(from)\(clock)")
  }
}

extension Event {
  /// Whether something was not done as written; the same events count as in the run's state.
  var isDeviation: Bool {
    switch self {
    case .activitySkipped, .activityDoneByHand, .activityRetried, .remedyChosen, .activityAdded,
      .deviationRecorded, .runbookAmended, .targetRepinned:
      true
    case .attemptSettled(let data): data.evidence == .person
    case .rollbackStarted, .rollbackPlanned, .rollbackCompleted, .runOpened, .runPaused,
      .runResumed, .runHalted, .runAborted, .runCompleted, .leaseTaken,
      .leaseReleased, .attemptIntended, .attemptStarted, .attemptOutput, .attemptSucceeded,
      .attemptFailed, .attemptLost, .descendantsAlive, .descendantsEnded, .endAsked, .watchEnded,
      .targetObserved,
      .targetMismatched, .indexesObserved, .probeAnswered, .checkPassed, .checkFailed,
      .valueCaptured, .variableExported, .backupTaken, .backupVerified, .secretSupplied,
      .itemAnswered, .pivotPassed, .noteAdded,
      .ignored:
      false
    }
  }

  /// Whether a person, and not the driver, caused it.
  var isOfPerson: Bool {
    switch self {
    case .rollbackStarted, .runPaused, .runResumed, .runAborted, .runbookAmended, .targetRepinned,
      .endAsked,
      .itemAnswered, .pivotPassed, .noteAdded:
      true
    case .activitySkipped, .activityDoneByHand, .activityRetried, .remedyChosen, .activityAdded,
      .deviationRecorded, .attemptSettled:
      isDeviation
    case .rollbackPlanned, .rollbackCompleted, .runOpened, .runHalted, .runCompleted, .leaseTaken,
      .leaseReleased, .attemptIntended,
      .attemptStarted, .attemptOutput, .attemptSucceeded, .attemptFailed, .attemptLost,
      .descendantsAlive, .descendantsEnded, .watchEnded, .targetObserved, .targetMismatched,
      .indexesObserved,
      .probeAnswered, .checkPassed, .checkFailed, .valueCaptured, .variableExported,
      .backupTaken, .backupVerified, .secretSupplied, .ignored:
      false
    }
  }

  /// Whether it says nothing to a reader that another event does not say better.
  var isNoise: Bool {
    switch self {
    case .attemptStarted, .attemptOutput, .targetObserved, .variableExported: true
    case .indexesObserved(let data):
      data.indexes.allSatisfy { $0.isValid && $0.matches != false }
    case .rollbackStarted, .rollbackPlanned, .rollbackCompleted, .runOpened, .runPaused,
      .runResumed, .runHalted, .runAborted, .runCompleted,
      .runbookAmended, .leaseTaken,
      .leaseReleased, .attemptIntended, .attemptSucceeded, .attemptFailed, .attemptLost,
      .attemptSettled, .descendantsAlive, .descendantsEnded, .endAsked, .activitySkipped,
      .activityDoneByHand, .activityRetried,
      .remedyChosen, .activityAdded, .watchEnded, .targetMismatched, .targetRepinned,
      .probeAnswered, .checkPassed,
      .checkFailed, .valueCaptured, .backupTaken, .backupVerified, .secretSupplied, .itemAnswered,
      .pivotPassed, .noteAdded,
      .deviationRecorded, .ignored:
      false
    }
  }
}
