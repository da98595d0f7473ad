extension RunState {
  mutating func intend(_ data: AttemptIntended, _ entry: Entry) throws(InvalidHistory) {
    let before = try index(of: data.activity, entry)
    try require(
      data.attempt == activities[before].attempts + 1, entry,
      "attempt \(data.attempt) of \(data.activity) follows attempt \(activities[before].attempts)")
    try signal(.intended, data.activity, nil, entry)
    activities[before].attempts = data.attempt
    activities[before].tries += 1
    activities[before].epoch = entry.draft.epoch
    activities[before].directory = data.directory
    activities[before].beganAt = entry.at
    activities[before].beganBoot = entry.draft.bootMicroseconds
    activities[before].endedAt = nil
    activities[before].endedBoot = nil
    activities[before].indexesAfter = nil
    activities[before].failure = nil
    if let database = data.database { observed.removeAll { $0 == database } }
  }

  mutating func succeed(
    _ activity: String, _ attempt: Int, _ entry: Entry
  ) throws(InvalidHistory) {
    try signal(.succeeded, activity, attempt, entry)
    try closeRequest(activity, hasSucceeded: true, entry)
    try doubtIfBeforeRepin(activity, entry)
  }

  mutating func fail(
    _ activity: String, _ attempt: Int, _ failure: AttemptFailure?, _ entry: Entry
  ) throws(InvalidHistory) {
    try signal(.failed, activity, attempt, entry)
    let index = try index(of: activity, entry)
    activities[index].failure = failure
    let definition = definition(activity)
    let retries = definition?.settings.retries ?? 0
    guard definition?.role != .probe, activities[index].tries > retries else { return }
    try closeRequest(activity, hasSucceeded: false, entry)
    // That something is not as it was before is a finding, and hinders nothing that is left to undo.
    guard definition?.form != .restored, rollback?.keepsGoing != true else { return }
    haltIsDue(.failed, activity: activity, "\(activity) failed")
  }

  /// A remedy or a typed command has ended: what it repairs is tried again when it went well.
  private mutating func closeRequest(
    _ activity: String, hasSucceeded: Bool, _ entry: Entry
  ) throws(InvalidHistory) {
    guard let place = requested.firstIndex(where: { $0.activity == activity }) else { return }
    let request = requested.remove(at: place)
    guard let repaired = request.repairs else { return }
    // A statement takes one index: another one that was left behind is offered next.
    let isWhole = definition(activity)?.form != .drop || leftovers(of: repaired).count <= 1
    activities[try index(of: repaired, entry)].indexesAfter = nil
    guard hasSucceeded, isWhole, self.activity(repaired)?.phase == .failed else { return }
    try signal(.retried, repaired, nil, entry)
    activities[try index(of: repaired, entry)].tries = 0
  }

  /// The probe, if there is one, is to be asked anew.
  mutating func lose(_ data: AttemptLost, _ entry: Entry) throws(InvalidHistory) {
    let place = try index(of: data.activity, entry)
    let isDue = activities[place].phase.isOpen || activities[place].isInDoubt
    try require(isDue, entry, "\(data.activity) is \(activities[place].phase.rawValue)")
    try signal(.lost, data.activity, data.attempt, entry)
    activities[place].evidence = data.evidence
    activities[place].probed = nil
    if let probe = probe(of: data.activity), self.activity(probe.id)?.phase != .pending {
      try signal(.chosen, probe.id, nil, entry)
    }
  }

  mutating func settle(_ data: AttemptSettled, _ entry: Entry) throws(InvalidHistory) {
    if data.evidence == .person { deviations += 1 }
    activities[try index(of: data.activity, entry)].evidence = nil
    switch data.verdict {
    case .done:
      try signal(.settledDone, data.activity, data.attempt, entry)
      try closeRequest(data.activity, hasSucceeded: true, entry)
    case .again: try signal(.settledAgain, data.activity, data.attempt, entry)
    case .failed:
      try signal(.settledFailed, data.activity, data.attempt, entry)
      try closeRequest(data.activity, hasSucceeded: false, entry)
      haltIsDue(.failed, activity: data.activity, "\(data.activity) was settled as failed")
    }
    activities[try index(of: data.activity, entry)].probed = nil
  }

  mutating func endWatch(_ data: WatchEnded, _ entry: Entry) throws(InvalidHistory) {
    switch data.reason {
    case .until, .exited: try signal(.succeeded, data.activity, data.attempt, entry)
    case .interrupted: try signal(.interrupted, data.activity, data.attempt, entry)
    }
  }

  mutating func answerProbe(_ data: ProbeAnswered, _ entry: Entry) throws(InvalidHistory) {
    try signal(.succeeded, data.activity, data.attempt, entry)
    // A person may have settled the change while its probe ran.
    for place in activities.indices where activities[place].phase == .unknown {
      let id = activities[place].id
      guard probe(of: id)?.id == data.activity else { continue }
      if isStale(data.activity, of: id) {
        try signal(.chosen, data.activity, nil, entry)
        continue
      }
      let isUndoing = definition(id)?.role == .rollback
      activities[place].probed = isUndoing ? data.answer.ofUndoing : data.answer
    }
  }

  mutating func answer(_ data: ItemAnswered, _ entry: Entry) throws(InvalidHistory) {
    let place = try index(of: data.activity, entry)
    let definition = definition(data.activity)
    if data.answer == .yes, definition?.kind != .manual, definition?.settings.isConfirmed == true {
      activities[place].isConfirmed = true
      return
    }
    try signal(data.answer == .yes ? .answeredYes : .answeredNo, data.activity, nil, entry)
    activities[place].hasEnded(entry)
    if data.answer == .no {
      haltIsDue(.person, activity: data.activity, "\(data.activity) was answered no")
    }
  }

  mutating func passPivot(_ data: PivotPassed, _ entry: Entry) throws(InvalidHistory) {
    try answer(ItemAnswered(activity: data.activity, answer: .yes, note: data.note), entry)
    let step = definition(data.activity)?.runbookID ?? data.activity
    pivot = Pivot(activity: data.activity, step: step, at: entry.at, sequence: entry.sequence)
  }

  /// A person decided otherwise than the document: the tries start anew.
  mutating func deviate(
    _ signal: ActivitySignal, _ activity: String, _ entry: Entry
  ) throws(InvalidHistory) {
    deviations += 1
    try self.signal(signal, activity, nil, entry)
    let place = try index(of: activity, entry)
    activities[place].tries = 0
    if signal != .chosen { activities[place].hasEnded(entry) }
    switch signal {
    case .skipped, .doneByHand:
      requested.removeAll { $0.activity == activity || $0.repairs == activity }
    case .retried where added.contains { $0.id == activity }:
      requested.append(Request(activity: activity, repairs: nil))
    case .intended, .started, .succeeded, .failed, .lost, .settledDone, .settledAgain,
      .settledFailed, .interrupted, .retried, .chosen, .answeredYes, .answeredNo, .repinned,
      .amended:
      break
    }
  }

  /// Leads an activity on by one signal; `attempt`, where given, must be the newest.
  mutating func signal(
    _ signal: ActivitySignal, _ activity: String, _ attempt: Int?, _ entry: Entry
  ) throws(InvalidHistory) {
    let place = try index(of: activity, entry)
    let phase = activities[place].phase
    if let attempt {
      let newest = activities[place].attempts
      try require(
        attempt == newest, entry, "attempt \(attempt) of \(activity) is not its newest, \(newest)")
    }
    guard let next = phase.next(after: signal) else {
      throw InvalidHistory(
        sequence: entry.sequence, reason: "\(entry.event.type): \(activity) is \(phase.rawValue)")
    }
    if phase.isOpen, !next.isOpen { activities[place].hasEnded(entry) }
    activities[place].phase = next
    if next != .unknown { activities[place].isInDoubt = false }
  }

  // Inlined, for a call of its own would copy the whole state.
  @inline(__always)
  func index(of activity: String, _ entry: Entry) throws(InvalidHistory) -> Int {
    guard let index = activities.firstIndex(where: { $0.id == activity }) else {
      throw InvalidHistory(
        sequence: entry.sequence,
        reason: "\(entry.event.type): the runbook has no activity \(activity)")
    }
    return index
  }
}

extension RunState {
  /// After another start of the machine its boot clock says nothing about what was before: what lasts
  /// so many seconds from then on is counted from the lease.
  mutating func countAnew(_ boot: String, _ entry: Entry) {
    defer { self.boot = boot }
    guard boot != self.boot else { return }
    for place in activities.indices where activities[place].endedBoot != nil {
      activities[place].endedBoot = entry.draft.bootMicroseconds
    }
  }
}

extension ActivityState {
  mutating func hasEnded(_ entry: Entry) {
    endedAt = entry.at
    endedBoot = entry.draft.bootMicroseconds
  }
}
