extension RunState {
  /// What must be done next, as far as the entries and the clocks tell.
  ///
  /// The plan is kept by the wall clock. What lasts so many seconds is measured by the boot clock, so
  /// that a wall clock that is set a day back or forth neither blocks nor skips anything.
  ///
  /// - Parameters:
  ///   - now: the wall clock's instant.
  ///   - boot: the boot clock in microseconds; `nil` where nobody asks on the driver's machine: then
  ///     the wall clock has to do.
  /// - Returns: one decision; the next one follows when it has been carried out and recorded.
  public func decide(at now: Instant, boot: Int? = nil) -> Decision {
    guard status == .open else { return .rest }
    if let orphan = activities.first(where: isOrphan) {
      return .settle(activity: orphan.id, attempt: orphan.attempts)
    }
    if let unknown = activities.first(where: { $0.phase == .unknown }) {
      return decide(unknown: unknown)
    }
    if let failed = uninspected {
      return .inspect(activity: failed.id, attempt: failed.attempts)
    }
    if isHaltDue, let halt { return .halt(reason: halt.reason, activity: halt.activity) }
    if let left = activities.first(where: { $0.descendants != nil }) {
      return .awaitDescendants(activity: left.id, attempt: left.attempts)
    }
    if let due = activities.first(where: { isWatchOver($0, at: now, boot) }) {
      return .endWatch(activity: due.id, attempt: due.attempts)
    }
    if let rollback { return decide(rollback, at: now, boot) }
    if let failed = firstFailed {
      return decide(failed: failed, at: now, boot)
    }
    if let request = requested.first { return start(request.activity) }
    for stage in plan.stages {
      if let decision = decide(stage: stage, at: now, boot) { return decision }
    }
    if let watch = activities.first(where: { $0.phase.isOpen }) {
      return .endWatch(activity: watch.id, attempt: watch.attempts)
    }
    return .finish
  }

  /// Whether nobody follows an open attempt: a driver that decides is at work on nothing but watches.
  private func isOrphan(_ state: ActivityState) -> Bool {
    state.phase.isOpen && (state.epoch != epoch || definition(state.id)?.role != .watch)
  }

  private var firstFailed: ActivityState? {
    activities.first { state in
      guard state.phase == .failed, let role = definition(state.id)?.role else { return false }
      return role != .remedy && role != .probe && !added.contains { $0.id == state.id }
    }
  }

  private func decide(unknown state: ActivityState) -> Decision {
    if state.isInDoubt, state.evidence == nil {
      return .settle(activity: state.id, attempt: state.attempts)
    }
    if let decision = decide(unknownIndex: state) {
      return unlessInDoubt(state, decision)
    }
    switch state.probed {
    case .yes: return .conclude(activity: state.id, attempt: state.attempts, verdict: .done)
    case .no:
      // That not all of it is there does not mean that nothing is.
      guard (definition(state.id)?.settings.ownTransactions ?? 0) < 2 else { break }
      return unlessInDoubt(
        state, .conclude(activity: state.id, attempt: state.attempts, verdict: .again))
    case .cannotTell, nil: break
    }
    guard let probe = probe(of: state.id), let probing = activity(probe.id),
      state.probed == nil, probing.phase == .pending
    else {
      return .ask(.unknown(activity: state.id, attempt: state.attempts))
    }
    return start(probe.id)
  }

  /// What was done once is never done again without a person's word: what came after it was built
  /// on it.
  private func unlessInDoubt(_ state: ActivityState, _ decision: Decision) -> Decision {
    guard state.isInDoubt, case .conclude(_, _, let verdict) = decision, verdict != .done else {
      return decision
    }
    return .ask(.unknown(activity: state.id, attempt: state.attempts))
  }

  func decide(
    failed state: ActivityState, at now: Instant, _ boot: Int?
  ) -> Decision {
    if let request = requested.first { return start(request.activity) }
    let settings = definition(state.id)?.settings
    guard state.tries > 0, state.tries <= settings?.retries ?? 0 else {
      return .ask(.failure(activity: state.id, remedies: remedies(for: state.id).map(\.id)))
    }
    let again = Self.end(
      of: settings?.backoffSeconds ?? 0, from: state.endedAt, state.endedBoot, at: now, boot)
    return now < again ? .wait(until: again, stage: state.id) : start(state.id)
  }

  /// `nil` when the stage has been dealt with as far as it can be now.
  private func decide(
    stage: Plan.Stage, at now: Instant, _ boot: Int?
  ) -> Decision? {
    let open = stage.activities.compactMap { activity in self.activity(activity.id) }
      .filter { !$0.phase.isResolved }
    guard let next = open.first(where: { !$0.phase.isOpen }) else { return nil }
    if let watch = activities.first(where: { endsBefore(stage, $0) }) {
      return .endWatch(activity: watch.id, attempt: watch.attempts)
    }
    if honoursSchedule, let due = planned(stage.offset), now < due {
      let ends = activities.compactMap { watchEnd($0, at: now, boot) }
      return .wait(until: ends.reduce(due, min), stage: stage.id)
    }
    let missing = stage.needs.filter { !hasSucceeded($0) }
    guard missing.isEmpty || overruled.contains(stage.id) else {
      return .ask(.needs(stage: stage.id, missing: missing))
    }
    guard let activity = definition(next.id) else { return nil }
    if activity.kind == .manual { return .ask(.item(activity: next.id)) }
    if activity.settings.isConfirmed, !next.isConfirmed {
      return .ask(.confirm(activity: next.id))
    }
    return start(next.id)
  }

  func start(_ id: String) -> Decision {
    guard let activity = definition(id), let state = self.activity(id) else {
      return .halt(reason: .changed, activity: id)
    }
    if activity.kind == .shell, let database = activity.settings.database,
      !observed.contains(database)
    {
      return .observe(database: database)
    }
    if mustInspect(activity, state) {
      return .inspect(activity: id, attempt: state.attempts + 1)
    }
    return .start(activity: id, attempt: state.attempts + 1)
  }

  func hasSucceeded(_ step: String) -> Bool {
    guard let stage = plan.stages.first(where: { $0.id == step }) else { return true }
    return stage.activities.allSatisfy { activity in
      let phase = self.activity(activity.id)?.phase
      return phase == .succeeded || phase == .doneByHand
    }
  }
}

extension RunState {
  /// The remedies that fit the failure: their step's, or those that name no step; `on=` is compared
  /// by the runner against what the attempt said, which the state does not hold.
  public func remedies(for activity: String) -> [Activity] {
    guard rollback == nil else { return [] }
    let step = plan.stage(of: activity)?.id
    let drops = leftovers(of: activity).isEmpty ? nil : definition("\(activity)@drop")
    return [drops].compactMap(\.self)
      + runbook.remedies.filter { $0.step == nil || $0.step == step }
      .flatMap(\.activities).filter { $0.kind != .manual }
  }

  /// When a running watch ends by the schedule or by its own length.
  private func watchEnd(
    _ state: ActivityState, at now: Instant, _ boot: Int?
  ) -> Instant? {
    guard state.phase.isOpen, let activity = definition(state.id), activity.role == .watch else {
      return nil
    }
    if let seconds = activity.settings.forSeconds {
      return Self.end(of: seconds, from: state.beganAt, state.beganBoot, at: now, boot)
    }
    return honoursSchedule ? planned(activity.settings.untilOffset) : nil
  }

  private func isWatchOver(
    _ state: ActivityState, at now: Instant, _ boot: Int?
  ) -> Bool {
    watchEnd(state, at: now, boot).map { $0 <= now } ?? false
  }

  /// When so many seconds are over, as an instant of the wall clock as it stands now.
  private static func end(
    of seconds: Int, from start: Instant?, _ startBoot: Int?, at now: Instant, _ boot: Int?
  ) -> Instant {
    guard let boot, let startBoot else {
      return (start ?? now).advanced(bySeconds: seconds)
    }
    return now.advanced(byMicroseconds: startBoot + seconds * 1_000_000 - boot)
  }

  /// Without the schedule a watch ends where the first stage begins that comes after its time.
  private func endsBefore(_ stage: Plan.Stage, _ state: ActivityState) -> Bool {
    guard state.phase.isOpen, let activity = definition(state.id), activity.role == .watch else {
      return false
    }
    if stage.id == "success" { return true }
    guard activity.settings.forSeconds == nil, let until = activity.settings.untilOffset,
      let offset = stage.offset
    else { return false }
    return (!honoursSchedule || planned(until) == nil) && offset >= until
  }
}
