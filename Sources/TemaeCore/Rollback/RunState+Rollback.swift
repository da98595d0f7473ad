extension RunState {
  /// From here on the run only goes back: what was about to come is dropped.
  mutating func startRollback(
    _ data: RollbackStarted, _ entry: Entry
  ) throws(InvalidHistory) {
    try require(status != .new, entry, "the run has not been opened")
    let isUnderWay = rollback.map { $0.end == nil } ?? false
    try require(!isUnderWay || status.isEnded, entry, "the run is being rolled back")
    let scope = data.scope.flatMap { title in
      runbook.rollbackScopes.first { $0.title == title && $0.line == data.scopeLine }
    }
    try require((scope == nil) == (data.scope == nil), entry, "the runbook has no such way back")
    rollback = Rollback(
      scope: scope, upTo: data.upTo, keepsGoing: data.keepsGoing, startedAt: entry.at,
      start: entry.sequence)
    status = .open
    endedAt = nil
    halt = nil
    isHaltDue = false
    requested = []
    for place in activities.indices where belongsToRollback(activities[place].id) {
      activities[place].beginAnew()
    }
    let known = Set(activities.map(\.id))
    let derived =
      effects.traces.map { "\($0.id)@\(Activity.Form.undo.rawValue)" }
      + comparable.map(\.id)
    activities += (plan.compensations.map(\.id) + derived)
      .filter { !known.contains($0) }.map(ActivityState.init)
  }

  mutating func planRollback(_ entry: Entry) throws(InvalidHistory) {
    try require(rollback != nil && rollback?.plan == nil, entry, "no rollback is to be planned")
    rollback?.plan = entry.sequence
  }

  mutating func completeRollback(
    _ data: RollbackCompleted, _ entry: Entry
  ) throws(InvalidHistory) {
    try require(rollback?.plan != nil, entry, "no rollback is under way")
    try live(entry, as: .rolledBack)
    rollback?.end = data
    endedAt = entry.at
  }

  /// Whether the run goes back.
  public var isRollingBack: Bool { rollback != nil && !status.isEnded }

  /// The plan of the run as it stands.
  public var rollbackPlan: RollbackPlan {
    RollbackPlan(of: self, scope: rollback?.scope, upTo: rollback?.upTo)
  }

  /// What a rollback carries out, in this order, dealt with or not.
  ///
  /// With one of the document's own ways back it is that; else the way back of each effect, the newest
  /// first.
  public var compensations: [Activity] {
    guard let scope = rollback?.scope else { return rollbackPlan.carriedOut(in: self) }
    return scope.activities.filter(\.isCompensation)
  }

  /// How a rollback ends that has nothing left to do.
  public var rollbackEnd: RollbackCompleted {
    let differing = comparisons.count { activity($0.id)?.phase != .succeeded }
    // What a way back of the whole run undoes, the document need not say.
    let isSaid = rollback?.scope?.isSaid ?? true
    let skipped = compensations.count { self.activity($0.id)?.phase == .skipped }
    return RollbackCompleted(
      differing: differing, left: isSaid ? rollbackPlan.left.count : skipped)
  }
}

extension RunState {
  func decide(_ rollback: Rollback, at now: Instant, _ boot: Int?) -> Decision {
    if let watch = activities.first(where: { $0.phase.isOpen }) {
      return .endWatch(activity: watch.id, attempt: watch.attempts)
    }
    guard rollback.plan != nil else { return .planRollback }
    if let request = requested.first { return start(request.activity) }
    if let next = nextCompensation, let known = activity(next.id) {
      if known.phase == .failed { return decide(failed: known, at: now, boot) }
      return next.kind == .manual ? .ask(.item(activity: next.id)) : start(next.id)
    }
    let looks = comparisons.compactMap { self.activity($0.id) }
    if let next = looks.first(where: { $0.phase == .pending }) { return start(next.id) }
    return .finish
  }

  /// What of the rollback is dealt with next; what failed is passed over where the rollback keeps going.
  var nextCompensation: Activity? {
    compensations.first { activity in
      guard let state = self.activity(activity.id), !state.phase.isResolved else { return false }
      let isGivenUp =
        state.phase == .failed && rollback?.keepsGoing == true
        && state.tries > activity.settings.retries
      return !isGivenUp
    }
  }

  /// The probe that tells whether an activity has taken effect; of a block that alone undoes one change
  /// and nothing else, the change's.
  func probe(of id: String) -> Activity? {
    guard let activity = definition(id), activity.role == .rollback else {
      return plan.probe(of: id)
    }
    return rollbackPlan.changeUndone(by: id).flatMap(plan.probe)
  }

  /// A form that only a rollback has, of an activity that was there before it.
  func derivedCompensation(_ id: String) -> Activity? {
    switch Activity.Form(of: id) {
    case .undo: return compensations.first { $0.id == id }
    case .restored: return comparable.first { $0.id == id }
    case .baseline, .final, .drop, .pivot, nil: return nil
    }
  }

  /// Whether an activity is carried out by a rollback only.
  public func belongsToRollback(_ id: String) -> Bool {
    if plan.compensations.contains(where: { $0.id == id }) { return true }
    switch Activity.Form(of: id) {
    case .undo, .restored: return true
    case .baseline, .final, .drop, .pivot, nil: return false
    }
  }
}

extension RunState {
  /// What was captured before the oldest effect that is undone, and must be so again.
  public var comparisons: [Activity] {
    let plan = rollbackPlan
    let items = plan.items
    let undone = items.filter { item in
      guard item.effect.certainty != .none else { return false }
      guard let scope = plan.scope else { return item.way.isUndoing }
      return scope.undone?.contains(item.activity) ?? true
    }
    guard let first = undone.map(\.effect.first).min() else { return [] }
    // Above what stays nothing can be as it was before that.
    let left = Set(plan.scope?.left ?? [])
    let kept =
      items.compactMap { item in
        item.way.isKept || left.contains(item.activity) ? item.effect.last : nil
      }.max() ?? 0
    return comparable.filter { look in
      let source =
        look.settings.comparison?.kind == .unchanged
        ? "\(look.runbookID)@\(Activity.Form.baseline.rawValue)" : look.runbookID
      guard let end = effects.endings[source]?.sequence else { return false }
      return kept < end && end < first && !isCapturedAgain(look, after: end)
    }
  }

  private func isCapturedAgain(_ look: Activity, after end: Int) -> Bool {
    guard let name = look.settings.comparison?.operand, !name.isEmpty else { return false }
    return plan.stages.flatMap(\.activities).contains { other in
      other.settings.capture == name && effects.endings[other.id].map { $0.sequence > end } ?? false
    }
  }

  /// What the document captures in order to compare something with it, as checks.
  var comparable: [Activity] {
    let all = plan.stages.flatMap(\.activities)
    let compared = Set(
      all.compactMap { activity -> String? in
        guard let comparison = activity.settings.comparison, comparison.isCaptured else {
          return nil
        }
        return comparison.operand
      })
    return all.compactMap { activity in
      guard activity.kind != .manual else { return nil }
      if activity.form == .baseline {
        guard value("baseline:\(activity.runbookID)") != nil else { return nil }
        var look = activity
        look.id = activity.runbookID
        return look.planned(as: .restored)
      }
      guard let name = activity.settings.capture, compared.contains(name),
        !activity.settings.isSecret, value(name) != nil
      else { return nil }
      var look = activity.planned(as: .restored)
      look.role = .check
      look.settings.capture = nil
      look.settings.comparison = Comparison(kind: .equals, operand: name, isCaptured: true)
      return look
    }
  }
}

extension ActivityState {
  /// What an earlier rollback did not carry out is due again in the next one.
  fileprivate mutating func beginAnew() {
    let isComparison = Activity.Form(of: id) == .restored
    guard isComparison || phase == .failed || phase == .refused || phase == .skipped else { return }
    guard phase != .unknown, !phase.isOpen else { return }
    let attempts = attempts
    self = ActivityState(id: id)
    self.attempts = attempts
  }
}
