/// Follows a run's entries, and keeps what each activity did to the world.
///
/// The phases of a run's activities tell how things stand; what an attempt before the last one may have
/// left behind, and in which order effects came, only the entries tell.
struct EffectHistory: Hashable, Sendable {
  /// What people or the machine found at the end of an activity that went well.
  struct Ending: Hashable, Sendable {
    var sequence: Int
    var at: Instant
  }

  /// In the order in which the activities were first tried.
  private(set) var traces: [EffectTrace] = []
  /// The last good end of every activity, of those that only read too.
  private(set) var endings: [String: Ending] = [:]
  private var places: [String: Int] = [:]
  private var catalog: ActivityCatalog
  private var epoch = 0

  /// Nothing has been tried yet.
  init(of runbook: Runbook, _ plan: Plan) {
    catalog = ActivityCatalog(of: runbook, plan)
  }

  /// The endings in the order of the entries.
  var sortedEndings: [(activity: String, sequence: Int)] {
    endings.map { ($0.key, $0.value.sequence) }.sorted { $0.1 < $1.1 }
  }

  /// From here on the run has another runbook.
  mutating func amend(to runbook: Runbook, _ plan: Plan) {
    catalog = catalog.amended(to: runbook, plan)
  }

  /// Takes in the run's next entry.
  mutating func take(_ entry: Entry) {
    let isLate = entry.draft.epoch.map { $0 < epoch } ?? false
    let sequence = entry.sequence
    switch entry.event {
    case .leaseTaken: epoch = entry.draft.epoch ?? epoch
    case .activityAdded(let data): catalog.addTyped(data.activity)
    case .attemptIntended(let data): intend(data, sequence)
    case .attemptSucceeded(let data):
      learn(isLate ? .late : .succeeded, data.activity, data.attempt, entry)
    case .attemptFailed(let data): fail(data, isLate: isLate, entry)
    case .attemptLost(let data):
      if !isLate { learn(.lost, data.activity, data.attempt, entry) }
    case .attemptSettled(let data):
      if !isLate { settle(data, entry) }
    case .activityDoneByHand(let data): learn(.doneByHand, data.activity, nil, entry)
    case .itemAnswered(let data): answer(data, entry)
    case .checkPassed(let data):
      if !isLate { endings[data.activity] = Ending(sequence: sequence, at: entry.at) }
    case .watchEnded(let data):
      if !isLate, data.reason != .interrupted {
        endings[data.activity] = Ending(sequence: sequence, at: entry.at)
      }
    case .rollbackStarted, .rollbackPlanned, .rollbackCompleted, .runOpened, .runPaused,
      .runResumed, .runHalted, .runAborted, .runCompleted, .runbookAmended,
      .leaseReleased, .attemptStarted, .attemptOutput, .descendantsAlive, .descendantsEnded,
      .endAsked, .activitySkipped,
      .activityRetried, .remedyChosen, .targetObserved, .targetMismatched, .targetRepinned,
      .indexesObserved,
      .probeAnswered, .checkFailed, .valueCaptured, .variableExported, .backupTaken,
      .backupVerified, .secretSupplied,
      .pivotPassed,
      .noteAdded,
      .deviationRecorded, .ignored:
      break
    }
  }

  private mutating func intend(_ data: AttemptIntended, _ sequence: Int) {
    guard let activity = catalog.activity(data.activity), activity.role.mayWrite else { return }
    let place = place(of: data.activity)
    traces[place].harmless = activity.harmlessness
    traces[place].intend(data.attempt, sequence)
  }

  private mutating func fail(_ data: AttemptFailed, isLate: Bool, _ entry: Entry) {
    guard data.failure.mayHaveTakenEffect else {
      if !isLate {
        learn(.withoutEffect(data.failure.kind), data.activity, data.attempt, entry)
      }
      return
    }
    learn(isLate ? .late : .failed(data.failure.kind), data.activity, data.attempt, entry)
  }

  private mutating func settle(_ data: AttemptSettled, _ entry: Entry) {
    let basis: Effect.Basis =
      switch data.verdict {
      case .done: .settledDone(data.evidence)
      case .again: .settledNotDone(data.evidence)
      case .failed: .settledFailed(data.evidence)
      }
    learn(basis, data.activity, data.attempt, entry)
  }

  private mutating func answer(_ data: ItemAnswered, _ entry: Entry) {
    guard data.answer == .yes, catalog.activity(data.activity)?.kind == .manual else { return }
    learn(.answered, data.activity, nil, entry)
  }

  private mutating func learn(
    _ basis: Effect.Basis, _ id: String, _ attempt: Int?, _ entry: Entry
  ) {
    let isGood =
      switch basis {
      case .succeeded, .settledDone, .doneByHand, .answered: true
      case .failed, .settledFailed, .late, .open, .lost, .withoutEffect, .settledNotDone,
        .discarded, .readOnly, .foreseen:
        false
      }
    if isGood { endings[id] = Ending(sequence: entry.sequence, at: entry.at) }
    guard catalog.mayChangeTheWorld(id) || places[id] != nil else { return }
    traces[place(of: id)].learn(basis, of: attempt, entry.sequence)
  }

  private mutating func place(of id: String) -> Int {
    if let place = places[id] { return place }
    places[id] = traces.count
    traces.append(EffectTrace(id: id))
    return traces.count - 1
  }
}
