/// What happened, in the past tense, with its own fields.
///
/// A released event never changes its shape: a new shape gets a new version and an upcast.
public enum Event: Hashable, Sendable {
  /// A run was opened on a runbook.
  indirect case runOpened(RunOpened)
  /// A person asked the run to pause.
  case runPaused(RunPaused)
  /// A paused or halted run goes on.
  case runResumed(RunResumed)
  /// The machine stopped the run.
  case runHalted(RunHalted)
  /// A person ended the run for good.
  case runAborted(RunAborted)
  /// Every step of the run has been dealt with.
  case runCompleted(RunCompleted)
  /// A person took a changed document, or changed files, into a run that stood still.
  indirect case runbookAmended(RunbookAmended)
  /// A person decided that the run is rolled back.
  case rollbackStarted(RollbackStarted)
  /// What is undone, and what is not, once nothing is unsettled.
  case rollbackPlanned(RollbackPlanned)
  /// The rollback has dealt with everything that it could deal with.
  case rollbackCompleted(RollbackCompleted)
  /// A runner process took hold of the run; attempts that were open are orphaned.
  indirect case leaseTaken(LeaseTaken)
  /// The driver let go of the run.
  case leaseReleased(LeaseReleased)
  /// An attempt may begin from here on.
  case attemptIntended(AttemptIntended)
  /// The supervisor's record of the start, copied; it decides nothing.
  case attemptStarted(AttemptStarted)
  /// A piece of what an attempt printed, with secrets masked.
  case attemptOutput(AttemptOutput)
  /// An attempt ended well.
  indirect case attemptSucceeded(AttemptSucceeded)
  /// An attempt ended badly; it may have taken effect all the same.
  indirect case attemptFailed(AttemptFailed)
  /// Nobody saw the end of an attempt: its outcome is unknown.
  case attemptLost(AttemptLost)
  /// An unknown outcome was found out, or a person decided it.
  case attemptSettled(AttemptSettled)
  /// A command ended and left processes behind.
  case descendantsAlive(DescendantsAlive)
  /// What a command had left behind has ended.
  case descendantsEnded(DescendantsEnded)
  /// A person asked for the end of a command, or of what it left behind.
  case endAsked(EndAsked)
  /// A person decided that an activity is not done.
  case activitySkipped(ActivitySkipped)
  /// A person did an activity outside temae.
  case activityDoneByHand(ActivityDoneByHand)
  /// A person asked for a failed activity to be tried again.
  case activityRetried(ActivityRetried)
  /// A person chose a remedy for a failed activity.
  case remedyChosen(RemedyChosen)
  /// A person typed a command that the document does not have.
  indirect case activityAdded(ActivityAdded)
  /// A watch ended, or was ended.
  indirect case watchEnded(WatchEnded)
  /// A target was looked at, and it is the one that was pinned.
  case targetObserved(TargetObserved)
  /// A database is not as it was pinned; nothing was sent.
  case targetMismatched(TargetMismatched)
  /// A person took another database, or what became of it after a failover, for the pinned one.
  indirect case targetRepinned(TargetRepinned)
  /// The indexes that a statement is about were looked at: before its first attempt, or after one.
  case indexesObserved(IndexesObserved)
  /// A probe said whether its change has taken effect.
  indirect case probeAnswered(ProbeAnswered)
  /// What must hold holds.
  indirect case checkPassed(CheckPassed)
  /// What must hold does not hold.
  indirect case checkFailed(CheckFailed)
  /// The result of an activity was kept under a name.
  indirect case valueCaptured(ValueCaptured)
  /// A script exported a variable that a later block names.
  case variableExported(VariableExported)
  /// A command of an attempt took a backup.
  indirect case backupTaken(BackupTaken)
  /// A command of an attempt restored a backup and compared it.
  indirect case backupVerified(BackupVerified)
  /// The driver holds a value for a secret; the value itself is never journaled.
  case secretSupplied(SecretSupplied)
  /// A person answered a question.
  case itemAnswered(ItemAnswered)
  /// A person passed the point of no return.
  case pivotPassed(PivotPassed)
  /// A person wrote something down.
  case noteAdded(NoteAdded)
  /// A person overruled what the document asks for.
  case deviationRecorded(DeviationRecorded)
  /// An event of a later version that may be passed over.
  case ignored(IgnoredEvent)
}

extension Event {
  /// The type's name, as the envelope holds it.
  public var type: String {
    switch self {
    case .runOpened: "run.opened"
    case .runPaused: "run.paused"
    case .runResumed: "run.resumed"
    case .runHalted: "run.halted"
    case .runAborted: "run.aborted"
    case .runCompleted: "run.completed"
    case .runbookAmended: "runbook.amended"
    case .rollbackStarted: "rollback.started"
    case .rollbackPlanned: "rollback.planned"
    case .rollbackCompleted: "rollback.completed"
    case .leaseTaken: "lease.taken"
    case .leaseReleased: "lease.released"
    case .attemptIntended: "attempt.intended"
    case .attemptStarted: "attempt.started"
    case .attemptOutput: "attempt.output"
    case .attemptSucceeded: "attempt.succeeded"
    case .attemptFailed: "attempt.failed"
    case .attemptLost: "attempt.lost"
    case .attemptSettled: "attempt.settled"
    case .descendantsAlive: "attempt.descendantsAlive"
    case .descendantsEnded: "attempt.descendantsEnded"
    case .endAsked: "attempt.endAsked"
    case .activitySkipped: "activity.skipped"
    case .activityDoneByHand: "activity.doneByHand"
    case .activityRetried: "activity.retried"
    case .remedyChosen: "remedy.chosen"
    case .activityAdded: "activity.added"
    case .watchEnded: "watch.ended"
    case .targetObserved: "target.observed"
    case .targetMismatched: "target.mismatched"
    case .targetRepinned: "target.repinned"
    case .indexesObserved: "indexes.observed"
    case .probeAnswered: "probe.answered"
    case .checkPassed: "check.passed"
    case .checkFailed: "check.failed"
    case .valueCaptured: "value.captured"
    case .variableExported: "variable.exported"
    case .backupTaken: "backup.taken"
    case .backupVerified: "backup.verified"
    case .secretSupplied: "secret.supplied"
    case .itemAnswered: "item.answered"
    case .pivotPassed: "pivot.passed"
    case .noteAdded: "note.added"
    case .deviationRecorded: "deviation.recorded"
    case .ignored(let event): event.type
    }
  }

  /// The version of the type's shape.
  public var version: Int {
    if case .ignored(let event) = self { return event.version }
    return 1
  }

  /// Every type that this version knows, in the order of the design.
  public static let knownTypes = [
    "run.opened",
    "run.paused",
    "run.resumed",
    "run.halted",
    "run.aborted",
    "run.completed",
    "runbook.amended",
    "rollback.started",
    "rollback.planned",
    "rollback.completed",
    "lease.taken",
    "lease.released",
    "attempt.intended",
    "attempt.started",
    "attempt.output",
    "attempt.succeeded",
    "attempt.failed",
    "attempt.lost",
    "attempt.settled",
    "attempt.descendantsAlive", "attempt.descendantsEnded", "attempt.endAsked",
    "activity.skipped",
    "activity.doneByHand",
    "activity.retried",
    "remedy.chosen",
    "activity.added",
    "watch.ended",
    "target.observed",
    "target.mismatched",
    "target.repinned",
    "indexes.observed",
    "probe.answered",
    "check.passed",
    "check.failed",
    "value.captured",
    "variable.exported",
    "backup.taken",
    "backup.verified",
    "secret.supplied",
    "item.answered",
    "pivot.passed",
    "note.added",
    "deviation.recorded",
  ]

  /// Writes the event's own fields as an object.
  func writeData(to writer: inout CanonicalWriter) {
    switch self {
    case .runOpened(let data): data.write(to: &writer)
    case .runPaused(let data): data.write(to: &writer)
    case .runResumed(let data): data.write(to: &writer)
    case .runHalted(let data): data.write(to: &writer)
    case .runAborted(let data): data.write(to: &writer)
    case .runCompleted(let data): data.write(to: &writer)
    case .runbookAmended(let data): data.write(to: &writer)
    case .rollbackStarted(let data): data.write(to: &writer)
    case .rollbackPlanned(let data): data.write(to: &writer)
    case .rollbackCompleted(let data): data.write(to: &writer)
    case .leaseTaken(let data): data.write(to: &writer)
    case .leaseReleased(let data): data.write(to: &writer)
    case .attemptIntended(let data): data.write(to: &writer)
    case .attemptStarted(let data): data.write(to: &writer)
    case .attemptOutput(let data): data.write(to: &writer)
    case .attemptSucceeded(let data): data.write(to: &writer)
    case .attemptFailed(let data): data.write(to: &writer)
    case .attemptLost(let data): data.write(to: &writer)
    case .attemptSettled(let data): data.write(to: &writer)
    case .descendantsAlive(let data): data.write(to: &writer)
    case .descendantsEnded(let data): data.write(to: &writer)
    case .endAsked(let data): data.write(to: &writer)
    case .activitySkipped(let data): data.write(to: &writer)
    case .activityDoneByHand(let data): data.write(to: &writer)
    case .activityRetried(let data): data.write(to: &writer)
    case .remedyChosen(let data): data.write(to: &writer)
    case .activityAdded(let data): data.write(to: &writer)
    case .watchEnded(let data): data.write(to: &writer)
    case .targetObserved(let data): data.write(to: &writer)
    case .targetMismatched(let data): data.write(to: &writer)
    case .targetRepinned(let data): data.write(to: &writer)
    case .indexesObserved(let data): data.write(to: &writer)
    case .probeAnswered(let data): data.write(to: &writer)
    case .checkPassed(let data): data.write(to: &writer)
    case .checkFailed(let data): data.write(to: &writer)
    case .valueCaptured(let data): data.write(to: &writer)
    case .variableExported(let data): data.write(to: &writer)
    case .backupTaken(let data): data.write(to: &writer)
    case .backupVerified(let data): data.write(to: &writer)
    case .secretSupplied(let data): data.write(to: &writer)
    case .itemAnswered(let data): data.write(to: &writer)
    case .pivotPassed(let data): data.write(to: &writer)
    case .noteAdded(let data): data.write(to: &writer)
    case .deviationRecorded(let data): data.write(to: &writer)
    case .ignored(let data): writer.verbatim(data.bytes)
    }
  }

  /// Reads the fields of the type and version; `nil` when this version does not know them.
  init?(type: String, version: Int, from reader: inout CanonicalReader) throws(CanonicalReader
    .Malformed)
  {
    guard version == 1 else { return nil }
    switch type {
    // They are compared one after the other: those that come again and again stand first.
    case "attempt.output": self = .attemptOutput(try .init(from: &reader))
    case "attempt.intended": self = .attemptIntended(try .init(from: &reader))
    case "attempt.started": self = .attemptStarted(try .init(from: &reader))
    case "attempt.succeeded": self = .attemptSucceeded(try .init(from: &reader))
    case "attempt.failed": self = .attemptFailed(try .init(from: &reader))
    case "run.opened": self = .runOpened(try .init(from: &reader))
    case "run.paused": self = .runPaused(try .init(from: &reader))
    case "run.resumed": self = .runResumed(try .init(from: &reader))
    case "run.halted": self = .runHalted(try .init(from: &reader))
    case "run.aborted": self = .runAborted(try .init(from: &reader))
    case "run.completed": self = .runCompleted(try .init(from: &reader))
    case "runbook.amended": self = .runbookAmended(try .init(from: &reader))
    case "rollback.started": self = .rollbackStarted(try .init(from: &reader))
    case "rollback.planned": self = .rollbackPlanned(try .init(from: &reader))
    case "rollback.completed": self = .rollbackCompleted(try .init(from: &reader))
    case "lease.taken": self = .leaseTaken(try .init(from: &reader))
    case "lease.released": self = .leaseReleased(try .init(from: &reader))
    case "attempt.lost": self = .attemptLost(try .init(from: &reader))
    case "attempt.settled": self = .attemptSettled(try .init(from: &reader))
    case "attempt.descendantsAlive": self = .descendantsAlive(try .init(from: &reader))
    case "attempt.descendantsEnded": self = .descendantsEnded(try .init(from: &reader))
    case "attempt.endAsked": self = .endAsked(try .init(from: &reader))
    case "activity.skipped": self = .activitySkipped(try .init(from: &reader))
    case "activity.doneByHand": self = .activityDoneByHand(try .init(from: &reader))
    case "activity.retried": self = .activityRetried(try .init(from: &reader))
    case "remedy.chosen": self = .remedyChosen(try .init(from: &reader))
    case "activity.added": self = .activityAdded(try .init(from: &reader))
    case "watch.ended": self = .watchEnded(try .init(from: &reader))
    case "target.observed": self = .targetObserved(try .init(from: &reader))
    case "target.mismatched": self = .targetMismatched(try .init(from: &reader))
    case "target.repinned": self = .targetRepinned(try .init(from: &reader))
    case "indexes.observed": self = .indexesObserved(try .init(from: &reader))
    case "probe.answered": self = .probeAnswered(try .init(from: &reader))
    case "check.passed": self = .checkPassed(try .init(from: &reader))
    case "check.failed": self = .checkFailed(try .init(from: &reader))
    case "value.captured": self = .valueCaptured(try .init(from: &reader))
    case "variable.exported": self = .variableExported(try .init(from: &reader))
    case "backup.taken": self = .backupTaken(try .init(from: &reader))
    case "backup.verified": self = .backupVerified(try .init(from: &reader))
    case "secret.supplied": self = .secretSupplied(try .init(from: &reader))
    case "item.answered": self = .itemAnswered(try .init(from: &reader))
    case "pivot.passed": self = .pivotPassed(try .init(from: &reader))
    case "note.added": self = .noteAdded(try .init(from: &reader))
    case "deviation.recorded": self = .deviationRecorded(try .init(from: &reader))
    default: return nil
    }
  }
}
