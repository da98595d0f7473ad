extension RunState {
  /// A database that a person pinned anew.
  public struct Repin: Hashable, Sendable {
    /// What was recorded.
    public var data: TargetRepinned
    /// The newest lease's epoch then.
    public var epoch: Int
    /// Whether what was there before may be gone: a restore epoch began.
    public var losesHistory: Bool
  }

  /// The databases as they are pinned: as they were found when the runbook first named them, or as a
  /// person pinned them since.
  public var targets: [PinnedTarget] {
    let found = (opened?.targets ?? []) + amendments.flatMap(\.targets)
    return found.map { target in
      guard let last = repins.last(where: { $0.data.database == target.database }) else {
        return target
      }
      return PinnedTarget(database: target.database, identity: last.data.identity)
    }
  }

  /// Whether the last attempt was begun before its database was pinned anew in another history: that
  /// its marker is not there proves nothing then.
  public func isBeforeRepin(_ id: String) -> Bool {
    guard !repins.isEmpty, let known = activity(id), let key = definition(id)?.settings.database
    else {
      return false
    }
    return repins.contains { repin in
      repin.losesHistory && repin.data.database == key && (known.epoch ?? 0) < repin.epoch
    }
  }

  /// The changes whose success is recorded, and which may be gone when a database is pinned anew in
  /// another history.
  public func changesInDoubt(on database: String) -> [String] {
    activities.filter { known in
      guard known.phase == .succeeded, let activity = definition(known.id), activity.form == nil,
        activity.settings.database == database
      else { return false }
      return activity.leavesTraces
    }.map(\.id)
  }

  mutating func repin(_ data: TargetRepinned, _ entry: Entry) throws(InvalidHistory) {
    try require(!status.isEnded, entry, "the run is \(status.rawValue)")
    guard let before = pin(of: data.database) else {
      throw InvalidHistory(
        sequence: entry.sequence,
        reason: "\(entry.event.type): the run has no database \(data.database)")
    }
    let losesHistory = !before.continues(in: data.identity)
    repins.append(Repin(data: data, epoch: epoch, losesHistory: losesHistory))
    observed.removeAll { $0 == data.database }
    deviations += 1
    guard losesHistory else { return }
    for id in changesInDoubt(on: data.database) { try doubt(id, entry) }
    try forgetAnswers(on: data.database, entry)
  }

  /// A command that was begun on the old server, and whose end was found only after another one was
  /// pinned, says nothing of the new one either.
  mutating func doubtIfBeforeRepin(_ id: String, _ entry: Entry) throws(InvalidHistory) {
    guard isBeforeRepin(id), let key = definition(id)?.settings.database,
      changesInDoubt(on: key).contains(id)
    else { return }
    try doubt(id, entry)
  }

  /// What a probe or the catalog told of an attempt there says nothing of what is there now.
  private mutating func forgetAnswers(
    on database: String, _ entry: Entry
  ) throws(InvalidHistory) {
    for place in activities.indices {
      let known = activities[place]
      guard known.phase == .unknown || known.phase.isOpen, tells(of: known.id, on: database) else {
        continue
      }
      activities[place].probed = nil
      activities[place].indexesAfter = nil
      guard let probe = probe(of: known.id)?.id, activity(probe)?.phase == .succeeded else {
        continue
      }
      try signal(.chosen, probe, nil, entry)
    }
  }

  /// Whether a probe was begun on a server that is not the pinned one any more.
  func isStale(_ probe: String, of change: String) -> Bool {
    repins.contains { repin in
      repin.losesHistory && (activity(probe)?.epoch ?? 0) < repin.epoch
        && tells(of: change, on: repin.data.database)
    }
  }

  /// Whether it is in a database that a change is there, as far as its blocks say where they look.
  private func tells(of change: String, on database: String) -> Bool {
    [definition(change), probe(of: change)].contains { $0?.settings.database == database }
  }

  private mutating func doubt(_ id: String, _ entry: Entry) throws(InvalidHistory) {
    try signal(.repinned, id, nil, entry)
    let place = try index(of: id, entry)
    activities[place].isInDoubt = true
    activities[place].evidence = nil
    activities[place].indexesAfter = nil
  }
}

extension Activity {
  /// Whether its effect outlasts its own attempt.
  fileprivate var leavesTraces: Bool {
    role.mayWrite && kind != .manual && !settings.isDiscarded
      && !(kind == .sql && settings.isReadOnly)
  }
}
