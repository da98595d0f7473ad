/// The backups that a document counts on or a run knows of, and what has become of them.
struct Backups {
  /// What a step's backup is worth to an effect.
  enum Cover {
    /// Before a run: the step comes earlier.
    case foreseen
    /// The step had ended well before the effect, by this event.
    case taken(event: Int)
    /// It had not, or there is no such step.
    case missing
  }

  private(set) var taken: [RollbackPlan.Backup] = []
  private var order: [String: Int]?

  /// The backups of a run.
  init(of state: RunState, _ history: EffectHistory) {
    let recorded = state.recordedBackups
    for step in WaysBack(of: state.runbook, chosen: nil).covering.sorted() {
      var backup = RollbackPlan.Backup(step: step)
      backup.recorded = recorded.last { $0.step == step }?.backup
      if let end = Self.end(of: step, state, history) {
        (backup.takenAt, backup.event) = (end.at, end.sequence)
      }
      taken.append(backup)
    }
    for (step, backup) in recorded where !taken.contains(where: { $0.step == step }) {
      taken.append(
        RollbackPlan.Backup(step: step, takenAt: nil, event: backup.sequence, recorded: backup))
    }
  }

  /// The backups of a document that has not been carried out.
  init(of runbook: Runbook) {
    let activities = Plan(of: runbook).stages.flatMap(\.activities)
    var order: [String: Int] = [:]
    let catalog = ActivityCatalog(of: runbook)
    let places = activities.map(\.id).filter(catalog.mayChangeTheWorld)
    for step in WaysBack(of: runbook, chosen: nil).covering.sorted() {
      guard let index = runbook.steps.firstIndex(where: { $0.id == step }) else { continue }
      let earlier = Set(runbook.steps[...index].flatMap(\.activities).map(\.id))
      order[step] = places.lastIndex(where: earlier.contains) ?? -1
      taken.append(RollbackPlan.Backup(step: step))
    }
    self.order = order
  }

  /// The one that was taken last; else the one that the document's last step takes.
  var newest: RollbackPlan.Backup? {
    taken.max { left, right in
      (left.place, order?[left.step] ?? 0) < (right.place, order?[right.step] ?? 0)
    }
  }

  /// How long a restore of each step's backup took when it was verified, in seconds.
  var restoreSecondsOfStep: [String: Int] {
    let measured = taken.compactMap { backup -> (String, Int)? in
      guard let proof = backup.recorded?.proof, proof.isVerified, let seconds = proof.restoreSeconds
      else { return nil }
      return (backup.step, seconds)
    }
    return Dictionary(measured) { $1 }
  }

  /// Whether a step's backup covers an effect that came first at this place.
  func cover(by step: String, before place: Int) -> Cover {
    if let order { return order[step].map { $0 < place } == true ? .foreseen : .missing }
    guard let event = taken.first(where: { $0.step == step })?.event, event < place else {
      return .missing
    }
    return .taken(event: event)
  }

  /// When all of a step had ended well; `nil` when something of it has not.
  private static func end(
    of step: String, _ state: RunState, _ history: EffectHistory
  ) -> EffectHistory.Ending? {
    guard let stage = state.plan.stages.first(where: { $0.id == step }) else { return nil }
    let ends = stage.activities.map { activity -> EffectHistory.Ending? in
      let phase = state.activity(activity.id)?.phase
      guard phase == .succeeded || phase == .doneByHand else { return nil }
      return history.endings[activity.id]
    }
    guard !ends.contains(where: { $0 == nil }) else { return nil }
    return ends.compactMap(\.self).max { $0.sequence < $1.sequence }
  }
}

extension RunState {
  /// The backups of the run's databases, each with the step whose command spoke of it first.
  fileprivate var recordedBackups: [(step: String, backup: RecordedBackup)] {
    let targets = targets
    return backups.filter { known in
      targets.isEmpty || targets.contains { $0.identity.isSameDatabase(as: known.backup.target) }
    }.map { (step: plan.stage(of: $0.activity)?.id ?? $0.activity, backup: $0) }
  }
}

extension RollbackPlan.Backup {
  /// Where in the journal it became known; -1 before that.
  fileprivate var place: Int { event ?? recorded?.sequence ?? -1 }
}
