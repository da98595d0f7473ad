import TemaeCore
import TestSupport
import Testing

@testable import TemaeReport

struct EventDescriptionTests {
  @Test func `every event type has a description with a glyph and a word`() {
    let events = Self.samples
    #expect(events.map(\.type) == Event.knownTypes)
    for event in events {
      let description = EventDescription(event) { _ in Array("said".utf8) }
      #expect(description.mark.glyph.count == 1, "\(event.type)")
      #expect(!description.mark.word.isEmpty, "\(event.type)")
      // Nobody falls through to the bare name of the type.
      #expect(description.mark.word != event.type)
    }
  }

  @Test func `what is erased is said to be erased, in every event that says something`() {
    for event in Self.samples {
      let whole = EventDescription(event) { _ in Array("said".utf8) }
      let erased = EventDescription(event) { _ in nil }
      let texts = [erased.detail] + erased.block.map { $0.rendered(.plain) }
      let saidSomething = whole.detail.contains("said") || whole.block.contains { $0.saysSaid }
      #expect(saidSomething == texts.contains { $0.contains("(erased: 4 bytes)") }, "\(event.type)")
    }
  }

  private static let said = Commitment(digest: .zero, length: 4, media: "text/plain")

  private static var samples: [Event] { runSamples + attemptSamples + otherSamples }

  private static var runSamples: [Event] {
    [
      .runOpened(
        RunOpened(
          acceptance: .annotated, compiled: said, digest: .zero, directory: "/", document: "a.md",
          files: [], format: 1, minuteMicroseconds: 1, name: "tea-1", parameters: [], source: said,
          targets: [PinnedTarget(database: "prod", identity: identity)], title: "Tea", tool: "0")),
      .runPaused(RunPaused()), .runResumed(RunResumed()),
      .runHalted(RunHalted(detail: "so", reason: .failed)), .runAborted(RunAborted(reason: said)),
      .runCompleted(RunCompleted(deviations: 1)), .runbookAmended(amended),
      .rollbackStarted(RollbackStarted()),
      .rollbackPlanned(RollbackPlanned(compensated: 2, left: 1, plan: said)),
      .rollbackCompleted(RollbackCompleted(differing: 0, left: 1)),
      .leaseTaken(
        LeaseTaken(boot: "", honoursSchedule: false, machine: "", processID: 1, startTicks: "")),
      .leaseReleased(LeaseReleased()),
    ]
  }

  private static let amended = RunbookAmended(
    acceptance: .annotated, added: ["1/b"], changed: [], compiled: said, difference: said,
    digest: .zero, directory: "/", document: "a.md", files: [], format: 1, parameters: [],
    previous: .zero, reason: said, removed: [], source: said, targets: [], tool: "0", void: [])

  private static var attemptSamples: [Event] {
    [
      .attemptIntended(
        AttemptIntended(activity: "1/a", attempt: 2, environment: [], source: .zero)),
      .attemptStarted(AttemptStarted(activity: "1/a", attempt: 1, processID: 1)),
      .attemptOutput(
        AttemptOutput(activity: "1/a", attempt: 1, content: said, offset: 0, stream: .error)),
      .attemptSucceeded(AttemptSucceeded(activity: "1/a", attempt: 1, report: .lasting(1))),
      .attemptFailed(
        AttemptFailed(
          activity: "1/a", attempt: 1,
          failure: AttemptFailure(kind: .signal, mayHaveTakenEffect: true, message: said),
          report: AttemptReport(durationMicroseconds: 1, signal: 9))),
      .attemptLost(AttemptLost(activity: "1/a", attempt: 1, evidence: "none")),
      .attemptSettled(
        AttemptSettled(activity: "1/a", attempt: 1, evidence: .probe, verdict: .again)),
      .descendantsAlive(DescendantsAlive(activity: "1/a", attempt: 1)),
      .descendantsEnded(DescendantsEnded(activity: "1/a", attempt: 1)),
      .endAsked(EndAsked(activity: "1/a", attempt: 1, reason: said)),
      .activitySkipped(ActivitySkipped(activity: "1/a", reason: said)),
      .activityDoneByHand(ActivityDoneByHand(activity: "1/a", reason: said)),
      .activityRetried(ActivityRetried(activity: "1/a")),
      .remedyChosen(RemedyChosen(activity: "1/a", remedy: "remedy/1")),
      .activityAdded(ActivityAdded(activity: "1/do-1", command: said, reason: said)),
      .watchEnded(
        WatchEnded(activity: "1/a", attempt: 1, reason: .until, report: .lasting(1))),
    ]
  }

  private static var otherSamples: [Event] {
    [
      .targetObserved(TargetObserved(database: "prod", identity: identity)),
      .targetMismatched(TargetMismatched(database: "prod", difference: "timeline is 2, was 1")),
      .targetRepinned(
        TargetRepinned(
          database: "prod", difference: "timeline is 2, was 1", identity: identity, reason: said)),
      .indexesObserved(
        IndexesObserved(
          activity: "1/a", attempt: 1,
          indexes: [IndexSighting(isValid: false, name: "public.a", objectID: 1)])),
      .probeAnswered(
        ProbeAnswered(activity: "1/a", answer: .cannotTell, attempt: 1, report: .lasting(1))),
      .checkPassed(
        CheckPassed(activity: "1/a", attempt: 1, expected: "empty", report: .lasting(1))),
      .checkFailed(
        CheckFailed(
          activity: "1/a", attempt: 1, expected: "empty", found: said, report: .lasting(1))),
      .valueCaptured(ValueCaptured(activity: "1/a", name: "rows", value: said)),
      .variableExported(VariableExported(activity: "1/a", name: "A", value: said)),
      .backupTaken(BackupTaken(activity: "1/a", attempt: 1, backup: BackupSamples.summary)),
      .backupVerified(
        BackupVerified(
          activity: "1/a", attempt: 1, backup: BackupSamples.summary,
          proof: BackupSamples.proof(findingCount: 0))),
      .secretSupplied(SecretSupplied(name: "TOKEN")),
      .itemAnswered(ItemAnswered(activity: "1/a", answer: .no)),
      .pivotPassed(PivotPassed(activity: "1/a", note: said)),
      .noteAdded(NoteAdded(text: said)),
      .deviationRecorded(DeviationRecorded(kind: .beside, reason: said, subject: "prod")),
    ]
  }

  private static let identity = TargetIdentity(
    systemIdentifier: "7", timeline: 1, database: "tea", host: "mizuya", serverVersion: "15.18",
    role: "hana")
}

extension StyledLine {
  fileprivate var saysSaid: Bool { rendered(.plain).contains("said") }
}
