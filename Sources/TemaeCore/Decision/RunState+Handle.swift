extension RunState {
  /// Turns what a person asks for into events, or refuses it with a reason.
  public func handle(_ command: Command, at now: Instant) throws(Rejection) -> [Event] {
    if case .note(let activity, let text) = command {
      if let activity { _ = try known(activity) }
      return [.noteAdded(NoteAdded(activity: activity, text: text))]
    }
    if case .rollBack(let scope, let step, let keepsGoing, let reason, let overruling) = command {
      let started = try rollBack(scope, step, keepsGoing, reason)
      return try deviation(fromPivot: overruling) + [started]
    }
    guard !status.isEnded, status != .new else {
      throw Rejection("the run is \(status.rawValue): nothing more can be recorded but notes")
    }
    if isRollingBack { try requireRollbackWork(command) }
    try requireAnswer(toPivot: command)
    switch command {
    case .answer(let activity, let answer, let note):
      let answered = try self.answer(activity, answer, note, at: now)
      guard answer == .yes, definition(activity)?.form == .pivot else { return [answered] }
      return try pass(activity, note, at: now)
    case .skip(let activity, let reason):
      try check(.skipped, activity, as: "skipped")
      return [.activitySkipped(ActivitySkipped(activity: activity, reason: reason))]
    case .settle(let activity, let verdict, let reason):
      return [try settle(activity, verdict, reason)]
    case .retry(let activity, let reason):
      return [try retry(activity, reason)]
    case .remedy(let activity, let remedy, let reason):
      return [try choose(remedy, for: activity, reason)]
    case .add(let step, let command, let reason):
      return [try add(step, command, reason)]
    case .end(let activity, let reason):
      return [try end(activity, reason)]
    case .overrule(let subject, let reason):
      return [try overrule(subject, reason)]
    case .amend(let amendment): return [try amend(amendment)]
    case .note, .rollBack: return []
    case .pause:
      guard status == .open else { throw Rejection("the run is \(status.rawValue)") }
      return [.runPaused(RunPaused())]
    case .resume:
      guard status != .open else { throw Rejection("the run is open: nothing is to be resumed") }
      return [.runResumed(RunResumed())]
    case .abort(let reason):
      return [.runAborted(RunAborted(reason: reason))]
    }
  }

  /// Items may be answered in any order within the stage that the run stands at, never ahead.
  private func answer(
    _ id: String, _ answer: ItemAnswer, _ note: Commitment?, at now: Instant
  ) throws(Rejection) -> Event {
    let state = try known(id)
    let activity = definition(id)
    guard activity?.kind == .manual || activity?.settings.isConfirmed == true else {
      throw Rejection("\(id) is not a question: temae runs it", remedy: "see temae status")
    }
    let isWaiting = state.phase == .pending || state.phase == .refused
    guard isWaiting, !state.isConfirmed else {
      throw Rejection("\(id) has been answered: it is \(state.phase.rawValue)")
    }
    if isRollingBack {
      try requireTurn(ofCompensation: id)
      return .itemAnswered(ItemAnswered(activity: id, answer: answer, note: note))
    }
    let current = plan.stages.first { stage in stage.activities.contains(where: hasTurn) }
    guard let current, current.id == plan.stage(of: id)?.id else {
      throw Rejection(
        "the turn of \(id) has not come: the run stands at \(current?.title ?? "its end")")
    }
    if honoursSchedule, let due = planned(current.offset), now < due {
      throw Rejection("the turn of \(id) has not come: step \(current.id) starts at \(due)")
    }
    try requirePlace(of: id, aroundPivotIn: current)
    return .itemAnswered(ItemAnswered(activity: id, answer: answer, note: note))
  }

  /// A watch that has begun is beside the stages that follow it, also while no driver is at work.
  func hasTurn(_ activity: Activity) -> Bool {
    guard let known = self.activity(activity.id), !known.phase.isResolved else { return false }
    let isBeside = known.phase.isOpen || known.phase == .pending && known.attempts > 0
    return !(activity.role == .watch && isBeside)
  }

  private func settle(
    _ id: String, _ verdict: SettlementVerdict, _ reason: Commitment
  ) throws(Rejection) -> Event {
    let state = try known(id)
    switch (state.phase, verdict) {
    case (.unknown, _):
      return .attemptSettled(
        AttemptSettled(
          activity: id, attempt: state.attempts, evidence: .person, reason: reason,
          verdict: verdict))
    case (.failed, .done), (.pending, .done), (.refused, .done):
      return .activityDoneByHand(ActivityDoneByHand(activity: id, reason: reason))
    case (.failed, .again), (.refused, .again):
      return try retry(id, reason)
    case (_, _):
      throw Rejection(
        "\(id) is \(state.phase.rawValue): there is nothing to settle as \(verdict.rawValue)",
        remedy: "see temae status")
    }
  }

  private func retry(_ id: String, _ reason: Commitment?) throws(Rejection) -> Event {
    try check(.retried, id, as: "tried again")
    guard definition(id)?.role != .remedy else {
      throw Rejection("\(id) is a remedy", remedy: "choose it again for what failed")
    }
    return .activityRetried(ActivityRetried(activity: id, reason: reason))
  }

  private func choose(
    _ remedy: String, for id: String, _ reason: Commitment?
  ) throws(Rejection) -> Event {
    guard try known(id).phase == .failed else {
      throw Rejection("\(id) has not failed: a remedy is for what failed")
    }
    guard remedies(for: id).contains(where: { $0.id == remedy }) else {
      let offered = remedies(for: id).map(\.id).joined(separator: ", ")
      throw Rejection(
        "the runbook has no remedy \(remedy) for \(id)",
        remedy: offered.isEmpty ? nil : "it has \(offered)")
    }
    guard requested.isEmpty else {
      throw Rejection("\(requested[0].activity) was asked for before and comes first")
    }
    return .remedyChosen(RemedyChosen(activity: id, reason: reason, remedy: remedy))
  }

  private func add(
    _ step: String?, _ command: Commitment, _ reason: Commitment
  ) throws(Rejection) -> Event {
    if let step, !plan.stages.contains(where: { $0.id == step }) {
      throw Rejection("the runbook has no step \(step)", remedy: "see temae show")
    }
    let prefix = (step ?? "run") + "/do-"
    let count = added.count { $0.id.utf8.starts(with: prefix.utf8) }
    return .activityAdded(
      ActivityAdded(activity: "\(prefix)\(count + 1)", command: command, reason: reason))
  }

  /// A command at work, or what one left behind.
  private func end(_ id: String, _ reason: Commitment) throws(Rejection) -> Event {
    let state = try known(id)
    guard state.phase.isOpen else {
      let left = try left(by: id)
      return .endAsked(EndAsked(activity: left.id, attempt: left.attempts, reason: reason))
    }
    guard let activity = definition(id), activity.kind != .sql, activity.role != .watch else {
      throw Rejection(
        "\(id) is no command that waits for its end",
        remedy: "Ctrl-C twice at its driver's terminal cancels SQL; a watch ends with its driver")
    }
    return .endAsked(EndAsked(activity: id, attempt: state.attempts, reason: reason))
  }

  private func left(by id: String) throws(Rejection) -> ActivityState {
    let state = try known(id)
    guard state.descendants != nil else { throw Rejection("\(id) has left nothing at work") }
    return state
  }

  private func overrule(_ stage: String, _ reason: Commitment) throws(Rejection) -> Event {
    if activity(stage) != nil {
      let left = try left(by: stage)
      return .deviationRecorded(
        DeviationRecorded(kind: .descendants, reason: reason, subject: left.id))
    }
    guard let found = plan.stages.first(where: { $0.id == stage }), !found.needs.isEmpty else {
      throw Rejection("\(stage) is not a step that needs another")
    }
    return .deviationRecorded(DeviationRecorded(kind: .needs, reason: reason, subject: stage))
  }

  func known(_ id: String) throws(Rejection) -> ActivityState {
    guard let state = activity(id) else {
      throw Rejection("the runbook has no activity \(id)", remedy: "temae show lists them")
    }
    return state
  }

  private func check(
    _ signal: ActivitySignal, _ id: String, as word: String
  ) throws(Rejection) {
    let state = try known(id)
    guard state.phase.next(after: signal) != nil else {
      let remedy = state.phase == .unknown ? "settle it first: temae settle \(id)" : nil
      throw Rejection("\(id) is \(state.phase.rawValue): it cannot be \(word)", remedy: remedy)
    }
  }
}
