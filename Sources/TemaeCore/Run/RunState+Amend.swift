extension RunState {
  /// Makes the compiled form of an amendment known, before its entry is applied.
  public mutating func learn(_ edition: Runbook) {
    editions.append(edition)
  }

  /// The state before the run's first entry, with every runbook at hand that its entries name.
  public var beginning: RunState {
    RunState(runbook: editions[0], amended: Array(editions.dropFirst()))
  }

  /// The document's file name.
  public var document: String? { amendments.last?.document ?? opened?.document }

  /// The document's directory, absolute: where scripts and `\i` paths begin.
  public var directory: String? { amendments.last?.directory ?? opened?.directory }

  /// The document's bytes.
  public var source: Commitment? { amendments.last?.source ?? opened?.source }

  /// The files that the runbook's blocks include or name.
  public var files: [FileRecord] { amendments.last?.files ?? opened?.files ?? [] }

  /// The values of the parameters that are not secret.
  public var parameters: [NamedText] {
    (opened?.parameters ?? []) + amendments.flatMap(\.parameters)
  }

  mutating func amend(_ data: RunbookAmended, _ entry: Entry) throws(InvalidHistory) {
    try require(!status.isEnded, entry, "the run is \(status.rawValue)")
    try require(data.previous == runbook.digest, entry, "it amends another runbook")
    let number = amendments.count + 1
    try require(editions.indices.contains(number), entry, "its runbook is not at hand")
    let next = editions[number]
    try require(next.digest == data.digest, entry, "it names another runbook")
    try makeVoid(data.changed + data.removed, entry)
    let before = plan
    plan = Plan(of: next)
    runbook = next
    effects.amend(to: next, plan)
    amendments.append(data)
    deviations += 1
    try arrange(data, entry)
    dropWhatIsVoid(data, needsOf: before)
  }

  /// Nothing but the number of attempts is left of what an amendment changes or takes out.
  private mutating func makeVoid(_ ids: [String], _ entry: Entry) throws(InvalidHistory) {
    let places = Dictionary(
      activities.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let lasting = Set(plan.activities.filter(\.isLasting).map(\.id))
    for id in ids {
      guard let place = places[id] else {
        throw InvalidHistory(
          sequence: entry.sequence,
          reason: "\(entry.event.type): the runbook has no activity \(id)")
      }
      let known = activities[place]
      let isDone = known.phase == .succeeded && lasting.contains(id)
      guard !isDone, let next = known.phase.next(after: .amended) else {
        throw InvalidHistory(
          sequence: entry.sequence,
          reason: "\(entry.event.type): \(id) is \(known.phase.rawValue)")
      }
      var fresh = ActivityState(id: id)
      fresh.phase = next
      fresh.attempts = known.attempts
      activities[place] = fresh
    }
  }

  /// The activities in the order of the new plan; what is added may have been there before.
  private mutating func arrange(_ data: RunbookAmended, _ entry: Entry) throws(InvalidHistory) {
    let (isAdded, isRemoved) = (Set(data.added), Set(data.removed))
    let back = retired.filter { isAdded.contains($0.id) }
    let added = data.added.map(ActivityState.init)
    let kept = activities.filter { !isRemoved.contains($0.id) }
    let known = Dictionary(
      (kept + back + added).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let ids = plan.activities.map(\.id) + self.added.map(\.id)
    let arranged = ids.compactMap { known[$0] }
    try require(
      arranged.count == ids.count && known.count == ids.count, entry,
      "what it adds and removes does not lead to the runbook that it names")
    retired.removeAll { isAdded.contains($0.id) }
    retired += activities.filter { isRemoved.contains($0.id) && $0.attempts > 0 }
    activities = arranged
  }

  private mutating func dropWhatIsVoid(_ data: RunbookAmended, needsOf before: Plan) {
    let isVoid = Set(data.changed + data.removed)
    requested.removeAll { request in
      isVoid.contains(request.activity) || request.repairs.map(isVoid.contains) == true
    }
    overruled.removeAll { id in
      let old = before.stages.first { $0.id == id }?.needs
      return old != plan.stages.first { $0.id == id }?.needs
    }
    if isHaltDue, let subject = halt?.activity, isVoid.contains(subject) {
      halt = nil
      isHaltDue = false
    }
    // A probe that is new or another one has not been asked what is true of its change.
    let probes = (data.changed + data.added).compactMap { id in
      plan.onDemand.first { $0.id == id && $0.role == .probe }?.subject
    }
    for place in activities.indices where probes.contains(activities[place].id) {
      activities[place].probed = nil
    }
  }
}
