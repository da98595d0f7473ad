extension RunState {
  /// Takes in the run's next entry.
  ///
  /// - Throws: ``InvalidHistory`` when no true history can hold the entry here.
  public mutating func apply(_ entry: Entry) throws(InvalidHistory) {
    try require(entry.position == position + 1, entry, "it follows position \(position)")
    try require(entry.draft.run == run || run.isEmpty, entry, "it belongs to another run")
    try requireLease(of: entry)
    run = entry.draft.run
    position = entry.position
    sequence = entry.sequence
    if let epoch = entry.draft.epoch, epoch < self.epoch {
      lateEvidence.append(entry.sequence)
    } else {
      try record(entry)
    }
    effects.take(entry)
  }

  /// A lease grows, its intents are the newest driver's, and facts come from leases that there were.
  private func requireLease(of entry: Entry) throws(InvalidHistory) {
    switch entry.event {
    case .runOpened: return
    case .leaseTaken:
      let newest = entry.draft.epoch ?? 0
      try require(newest > epoch, entry, "its epoch \(newest) is not above \(epoch)")
    case .attemptIntended:
      try require(entry.draft.epoch == epoch, entry, "only the newest lease may intend")
      try require(status == .open, entry, "the run is \(status.rawValue)")
    case .runbookAmended:
      try require(entry.draft.epoch == epoch, entry, "only the newest lease may amend")
    case .rollbackPlanned, .rollbackCompleted:
      try require(entry.draft.epoch == epoch, entry, "only the newest lease may say so")
    case .runPaused, .runResumed, .runHalted, .runAborted, .runCompleted, .leaseReleased,
      .rollbackStarted, .attemptStarted, .attemptOutput, .attemptSucceeded, .attemptFailed,
      .attemptLost,
      .attemptSettled, .descendantsAlive, .descendantsEnded, .endAsked, .activitySkipped,
      .activityDoneByHand, .activityRetried,
      .remedyChosen, .activityAdded, .watchEnded, .targetObserved, .targetMismatched,
      .targetRepinned,
      .indexesObserved, .probeAnswered, .checkPassed, .checkFailed, .valueCaptured,
      .variableExported, .backupTaken, .backupVerified,
      .secretSupplied, .itemAnswered, .pivotPassed, .noteAdded, .deviationRecorded, .ignored:
      let claimed = entry.draft.epoch ?? 0
      try require(claimed <= epoch, entry, "no lease has the epoch \(claimed) yet")
    }
    try require(status != .new, entry, "the run has not been opened")
  }

  private mutating func record(_ entry: Entry) throws(InvalidHistory) {
    switch entry.event {
    case .runOpened(let data): try open(data, entry)
    case .runPaused: try live(entry, as: .paused)
    case .runResumed: try resume(entry)
    case .runHalted(let data):
      try live(entry, as: .halted)
      halt = data
      isHaltDue = false
    case .runAborted: try end(entry, as: .aborted)
    case .runCompleted: try end(entry, as: .completed)
    case .runbookAmended(let data): try amend(data, entry)
    case .rollbackStarted(let data): try startRollback(data, entry)
    case .rollbackPlanned: try planRollback(entry)
    case .rollbackCompleted(let data): try completeRollback(data, entry)
    case .leaseTaken(let data): try takeLease(data, entry)
    case .leaseReleased: isReleased = true
    case .attemptIntended(let data): try intend(data, entry)
    case .attemptStarted(let data): try signal(.started, data.activity, data.attempt, entry)
    case .descendantsAlive(let data):
      activities[try index(of: data.activity, entry)].descendants = .alive
    case .endAsked(let data):
      let index = try index(of: data.activity, entry)
      // A command that is at work ends first; what it then leaves behind is another matter.
      if !activities[index].phase.isOpen { activities[index].descendants = .toEnd }
    case .descendantsEnded(let data):
      activities[try index(of: data.activity, entry)].descendants = nil
    case .attemptOutput, .noteAdded, .ignored: break
    case .attemptSucceeded(let data): try succeed(data.activity, data.attempt, entry)
    case .attemptFailed(let data):
      try fail(data.activity, data.attempt, data.failure, entry)
    case .attemptLost(let data): try lose(data, entry)
    case .attemptSettled(let data): try settle(data, entry)
    case .watchEnded(let data): try endWatch(data, entry)
    case .indexesObserved(let data): try sight(data, entry)
    case .probeAnswered(let data): try answerProbe(data, entry)
    case .checkPassed(let data): try succeed(data.activity, data.attempt, entry)
    case .checkFailed(let data): try fail(data.activity, data.attempt, nil, entry)
    case .targetObserved(let data): observed.append(data.database)
    case .targetMismatched(let data):
      observed.removeAll { $0 == data.database }
      haltIsDue(.target, activity: nil, "database \(data.database): \(data.difference)")
    case .targetRepinned(let data): try repin(data, entry)
    case .valueCaptured(let data): values.set(data.name, data.value)
    case .variableExported(let data): variables.set(data.name, data.value)
    case .backupTaken(let data): try know(data.backup, nil, by: data.activity, entry)
    case .backupVerified(let data):
      try know(data.backup, data.proof, by: data.activity, entry)
    case .secretSupplied(let data): secrets.append(data.name)
    case .itemAnswered(let data): try answer(data, entry)
    case .pivotPassed(let data): try passPivot(data, entry)
    case .activitySkipped(let data): try deviate(.skipped, data.activity, entry)
    case .activityDoneByHand(let data): try deviate(.doneByHand, data.activity, entry)
    case .activityRetried(let data): try deviate(.retried, data.activity, entry)
    case .remedyChosen(let data):
      try deviate(.chosen, data.remedy, entry)
      requested.append(Request(activity: data.remedy, repairs: data.activity))
    case .activityAdded(let data): try add(data, entry)
    case .deviationRecorded(let data):
      deviations += 1
      switch data.kind {
      case .needs: overruled.append(data.subject)
      case .descendants: activities[try index(of: data.subject, entry)].descendants = nil
      case .beside, .window, .pivot: break
      }
    }
  }

  private mutating func open(_ data: RunOpened, _ entry: Entry) throws(InvalidHistory) {
    try require(status == .new, entry, "the run was opened before")
    try require(data.digest == runbook.digest, entry, "it names another runbook")
    opened = data
    openedAt = entry.at
    status = .open
  }

  mutating func live(_ entry: Entry, as next: RunStatus) throws(InvalidHistory) {
    try require(status != .new && !status.isEnded, entry, "the run is \(status.rawValue)")
    status = next
  }

  private mutating func resume(_ entry: Entry) throws(InvalidHistory) {
    try live(entry, as: .open)
    halt = nil
    isHaltDue = false
    for state in activities where state.phase == .refused {
      try signal(.retried, state.id, nil, entry)
    }
  }

  private mutating func end(_ entry: Entry, as next: RunStatus) throws(InvalidHistory) {
    try live(entry, as: next)
    endedAt = entry.at
  }

  private mutating func takeLease(_ data: LeaseTaken, _ entry: Entry) throws(InvalidHistory) {
    try require(status != .new && !status.isEnded, entry, "the run is \(status.rawValue)")
    epoch = entry.draft.epoch ?? 0
    isReleased = false
    countAnew(data.boot, entry)
    honoursSchedule = data.honoursSchedule
    observed = []
    secrets = []
  }

  private mutating func add(_ data: ActivityAdded, _ entry: Entry) throws(InvalidHistory) {
    try require(definition(data.activity) == nil, entry, "\(data.activity) exists")
    deviations += 1
    added.append(
      Activity(
        id: data.activity, kind: .shell, role: .change, language: "bash", line: 0, text: ""))
    activities.append(ActivityState(id: data.activity))
    commands.set(data.activity, data.command)
    requested.append(Request(activity: data.activity, repairs: nil))
  }

  mutating func haltIsDue(_ reason: HaltReason, activity: String?, _ detail: String) {
    guard status == .open else { return }
    halt = RunHalted(activity: activity, detail: detail, reason: reason)
    isHaltDue = true
  }

  func require(
    _ condition: Bool, _ entry: Entry, _ reason: @autoclosure () -> String
  ) throws(InvalidHistory) {
    guard condition else {
      throw InvalidHistory(sequence: entry.sequence, reason: "\(entry.event.type): \(reason())")
    }
  }
}

extension [RunState.NamedValue] {
  /// Keeps the array in order of names, so that equal states are equal arrays.
  mutating func set(_ name: String, _ value: Commitment?) {
    removeAll { $0.name == name }
    let index = firstIndex { !$0.name.utf8.lexicographicallyPrecedes(name.utf8) } ?? endIndex
    insert(RunState.NamedValue(name: name, value: value), at: index)
  }
}
