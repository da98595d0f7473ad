package import TemaeCore

extension Event {
  /// Every type of event, with every optional field present once and absent once.
  package static let samples: [Event] = runSamples + attemptSamples + activitySamples + factSamples

  private static let runSamples: [Event] = [
    .runOpened(.full),
    .runOpened(.sample(.sample([]))),
    .runPaused(RunPaused()),
    .runResumed(RunResumed()),
    .runHalted(RunHalted(activity: "1/a", detail: "1/a failed", reason: .failed)),
    .runHalted(RunHalted(detail: "Ctrl-C", reason: .interrupted)),
    .runAborted(RunAborted(reason: commitment("enough"))),
    .runCompleted(RunCompleted(deviations: 2)),
    .runbookAmended(.full),
    .runbookAmended(.sample(from: .sample([]), to: .sample([]))),
    .rollbackStarted(
      RollbackStarted(
        keepsGoing: true, reason: commitment("too slow"), scope: "Undo", scopeLine: 40, upTo: "1")),
    .rollbackStarted(RollbackStarted()),
    .rollbackPlanned(.sample),
    .rollbackCompleted(RollbackCompleted(differing: 1, left: 2)),
    .leaseTaken(.sample()),
    .leaseTaken(
      LeaseTaken(
        boot: "b", honoursSchedule: false, machine: "m", processID: 1, startTicks: "2",
        surroundings: Surroundings(directory: "/srv", path: "/bin", umask: "0022"), takesOver: 1)),
    .leaseReleased(LeaseReleased()),
  ]

  private static let attemptSamples: [Event] = [
    .attemptIntended(
      AttemptIntended(
        activity: "1/a", attempt: 1, database: "main", directory: "attempts/1", environment: [],
        source: testDigest([1]), timeoutSeconds: 60)),
    .attemptIntended(
      AttemptIntended(
        activity: "1/a", attempt: 1, environment: ["PATH", "HOME"], source: testDigest([2]))),
    .attemptStarted(AttemptStarted(activity: "1/a", attempt: 1, processID: 99)),
    .attemptOutput(
      AttemptOutput(
        activity: "1/a", attempt: 1, content: commitment("out"), offset: 4096, stream: .notice)),
    .attemptOutput(
      AttemptOutput(
        activity: "1/a", attempt: 1, content: commitment("out"), end: 5000, offset: 4096,
        stream: .output)),
    .attemptSucceeded(.sample("1/a", 1)),
    .attemptSucceeded(AttemptSucceeded(activity: "1/a", attempt: 1, report: .full)),
    .attemptFailed(.sample("1/a", 1)),
    .attemptFailed(
      AttemptFailed(
        activity: "1/a", attempt: 1,
        failure: AttemptFailure(
          file: "a.sql", kind: .refused, line: 3, mayHaveTakenEffect: false,
          message: commitment("no such table"), state: "42P01"),
        report: .full)),
    .attemptLost(AttemptLost(activity: "1/a", attempt: 1, evidence: "\"gone\"\n\u{1F375}")),
    .attemptLost(
      AttemptLost(activity: "1/a", attempt: 1, evidence: "pinned anew", wasDone: true)),
    .attemptSettled(
      AttemptSettled(
        activity: "1/a", attempt: 1, evidence: .person, reason: commitment("seen"), verdict: .done)
    ),
    .attemptSettled(
      AttemptSettled(activity: "1/a", attempt: 1, evidence: .tombstone, verdict: .again)),
    .descendantsAlive(DescendantsAlive(activity: "1/a", attempt: 1)),
    .descendantsEnded(DescendantsEnded(activity: "1/a", attempt: 1)),
    .endAsked(EndAsked(activity: "1/a", attempt: 1, reason: commitment("enough"))),
  ]

  private static let activitySamples: [Event] = [
    .activitySkipped(ActivitySkipped(activity: "1/a", reason: commitment("no need"))),
    .activityDoneByHand(ActivityDoneByHand(activity: "1/a", reason: commitment("psql"))),
    .activityRetried(ActivityRetried(activity: "1/a", reason: commitment("again"))),
    .activityRetried(ActivityRetried(activity: "1/a")),
    .remedyChosen(
      RemedyChosen(activity: "1/a", reason: commitment("fits"), remedy: "remedy/1")),
    .remedyChosen(RemedyChosen(activity: "1/a", remedy: "remedy/1")),
    .activityAdded(
      ActivityAdded(activity: "1/do-1", command: commitment("ls"), reason: commitment("look"))),
    .watchEnded(.sample("1/see", .until, 1)),
  ]

  private static let factSamples: [Event] = [
    .targetObserved(TargetObserved(database: "main", identity: .sample)),
    .indexesObserved(
      IndexesObserved(
        activity: "1/a", attempt: 1,
        indexes: [
          IndexSighting(isValid: true, matches: true, name: "public.a", objectID: 16400),
          IndexSighting(
            isValid: false, name: "public.a_ccnew", objectID: 16401, isSubject: false),
        ])),
    .targetMismatched(TargetMismatched(database: "main", difference: "role is a, was b")),
    .targetRepinned(
      TargetRepinned(
        database: "main", difference: "timeline is 2, was 1", identity: .sample,
        reason: commitment("failover"))),
    .probeAnswered(.sample("1/is-there", .cannotTell, 1)),
    .checkPassed(
      CheckPassed(
        activity: "1/holds", attempt: 1, expected: "equals 3", found: commitment("3"),
        report: .sample)),
    .checkPassed(
      CheckPassed(activity: "1/holds", attempt: 1, expected: "equals 3", report: .sample)),
    .checkFailed(
      CheckFailed(
        activity: "1/holds", attempt: 1, expected: "equals 3", found: commitment("4"),
        report: .sample)),
    .checkFailed(
      CheckFailed(activity: "1/holds", attempt: 1, expected: "equals 3", report: .sample)),
    .valueCaptured(ValueCaptured(activity: "1/a", name: "rows", value: commitment("3"))),
    .valueCaptured(ValueCaptured(activity: "1/a", name: "password")),
    .valueCaptured(ValueCaptured(activity: "1/a", check: testDigest([8]), name: "password")),
    .variableExported(
      VariableExported(activity: "1/a", name: "PLACE", value: commitment("here"))),
    .backupTaken(BackupTaken(activity: "1/a", attempt: 1, backup: BackupSamples.summary)),
    .backupVerified(
      BackupVerified(
        activity: "1/a", attempt: 1, backup: BackupSamples.summary,
        proof: BackupSamples.proof(findingCount: 0))),
    .backupVerified(
      BackupVerified(
        activity: "1/a", attempt: 1, backup: BackupSamples.summary,
        proof: BackupSamples.proof(findingCount: 2))),
    .secretSupplied(SecretSupplied(name: "PGPASSWORD")),
    .secretSupplied(
      SecretSupplied(activity: "1/a", check: testDigest([7]), name: "@password")),
    .itemAnswered(ItemAnswered(activity: "1/ok", answer: .no, note: commitment("not yet"))),
    .itemAnswered(ItemAnswered(activity: "1/ok", answer: .yes)),
    .pivotPassed(PivotPassed(activity: "1@pivot")),
    .noteAdded(NoteAdded(activity: "1/a", text: commitment("slow"))),
    .noteAdded(NoteAdded(text: commitment("rain"))),
    .deviationRecorded(
      DeviationRecorded(kind: .needs, reason: commitment("looked"), subject: "2")),
  ]
}

extension RunOpened {
  /// An opening with everything that an opening can have.
  package static let full = RunOpened(
    acceptance: .digest, compiled: commitment("compiled"), digest: testDigest([3]),
    directory: "/srv/runbook", document: "runbook.md",
    files: [
      FileRecord(content: commitment("select 1"), digest: testDigest([4]), path: "a.sql"),
      FileRecord(digest: testDigest([5]), path: "b.sh"),
    ], format: 1, minuteMicroseconds: 60_000_000, name: "tea-1",
    parameters: [NamedText(name: "ROOM", text: "east")], source: commitment("source"),
    t0: Instant(microseconds: 1_900_000_000_000_000),
    targets: [PinnedTarget(database: "main", identity: .sample)], title: "Tea", tool: "0.1.0",
    purpose: .rehearsal, rehearsal: .full)
}

extension RehearsalRecord {
  /// A record with everything that a record can have.
  package static let full = RehearsalRecord(
    at: Instant(microseconds: 1_900_000_000_000_000), by: .sample, database: "main",
    digest: testDigest([3]), document: "runbook.md",
    durations: [Duration(activity: "1/undo", microseconds: 2_500_001)],
    files: [FileRecord(digest: testDigest([4]), path: "a.sql")], isGood: true, left: ["1/ok"],
    steps: [Step(id: "1", verdict: .undone), Step(id: "2", verdict: .notRehearsed)],
    title: "Tea", tool: "0.1.0", turns: [Turn(step: "1", isUndone: true, microseconds: 7)])
}

extension RunbookAmended {
  /// An amendment with everything that an amendment can have.
  package static let full = RunbookAmended(
    acceptance: .person, added: ["1/b"], changed: ["1/a", "1/holds@final"],
    compiled: commitment("compiled"), difference: commitment("--- a"), digest: testDigest([6]),
    directory: "/srv/runbook", document: "runbook.md",
    files: [FileRecord(content: commitment("select 2"), digest: testDigest([7]), path: "a.sql")],
    format: 1, parameters: [NamedText(name: "ROOM", text: "west")], previous: testDigest([3]),
    reason: commitment("a typing error"), removed: ["1/ok"], source: commitment("source"),
    targets: [PinnedTarget(database: "other", identity: .sample)], tool: "0.1.0", void: ["1/ok"])
}

extension AttemptReport {
  /// A report with everything that a report can have.
  package static let full = AttemptReport(
    durationMicroseconds: 5, errorBytes: 1, exitCode: 2, outputBytes: 3, rows: 4, signal: 9,
    statementCount: 6, statements: commitment("a.sql\t1\tSELECT 1\t1\t5"))
}
