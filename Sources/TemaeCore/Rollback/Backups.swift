/// The steps whose backups a document counts on, and what has become of them.
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

  private var taken: [RollbackPlan.Backup] = []
  private var order: [String: Int]?

  /// The backups of a run.
  init(of state: RunState, _ history: EffectHistory) {
    for step in WaysBack(of: state.runbook, chosen: nil).covering.sorted() {
      var backup = RollbackPlan.Backup(step: step)
      if let end = Self.end(of: step, state, history) {
        (backup.takenAt, backup.event) = (end.at, end.sequence)
      }
      taken.append(backup)
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
      (left.event ?? -1, order?[left.step] ?? 0) < (right.event ?? -1, order?[right.step] ?? 0)
    }
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
