import TemaeCore

extension Driver {
  /// Prepares an attempt, records its intent, and performs it.
  func begin(_ id: String) async throws {
    guard let activity = state.definition(id), let known = state.activity(id) else { return }
    if let changed = changedScript(of: activity) {
      let detail =
        "\(changed) is not the script that the run has. Restore it and run temae resume, or take "
        + "it in: temae amend \(state.opened?.name ?? state.run) --reason TEXT"
      return try await halt(.changed, id, detail)
    }
    guard try await hold(for: activity) else { return }
    var attempt: AttemptInHand
    do {
      attempt = try prepare(activity, attempt: known.attempts + 1)
    } catch let error as DriverError {
      throw error
    } catch {
      return try await halt(.failed, id, "\(id) cannot be prepared: \(error)")
    }
    let entry: Entry?
    do {
      entry = try await recordUnlessMoved(intent(of: attempt))
    } catch DriverError.fenced(let epoch) {
      // Only here is it certain that no intent names the directory; after an I/O error it is not.
      abandon(attempt)
      throw DriverError.fenced(epoch: epoch)
    }
    guard let entry else { return abandon(attempt) }
    attempt.intent = entry
    try await perform(attempt)
  }

  func perform(_ attempt: AttemptInHand) async throws {
    switch attempt.work {
    case .shell(let prepared):
      guard let entry = attempt.intent else { return }
      if let evidence = try await lostHold(for: attempt.activity) {
        return try await takeBackUnheld(attempt, evidence)
      }
      if databaseToHold(by: attempt.activity) != nil { unheldInRow = 0 }
      try await run(attempt, prepared, leaf: ports.journal.leaf(of: entry))
    case .sql(let order): try await run(attempt, order)
    }
  }

  func prepare(_ activity: Activity, attempt: Int) throws -> AttemptInHand {
    switch activity.kind {
    case .shell, .manual:
      let prepared = try ports.shell.prepare(try shellOrder(activity, attempt))
      return AttemptInHand(activity: activity, attempt: attempt, work: .shell(prepared))
    case .sql:
      let order = try sqlOrder(activity, attempt)
      return AttemptInHand(activity: activity, attempt: attempt, work: .sql(order))
    }
  }

  /// Records that an attempt whose intent is durable was never begun: the run is not open any more.
  func takeBack(_ attempt: AttemptInHand) async throws {
    try await recordNeverBegun(attempt, "it was not begun: the run is \(state.status.rawValue)")
  }

  func recordNeverBegun(_ attempt: AttemptInHand, _ evidence: String) async throws {
    let id = attempt.activity.id
    try await record([
      .attemptLost(
        AttemptLost(activity: id, attempt: attempt.attempt, evidence: mask.masked(evidence))),
      .attemptSettled(
        AttemptSettled(
          activity: id, attempt: attempt.attempt, evidence: .neverStarted, verdict: .again)),
    ])
    abandon(attempt)
  }

  func abandon(_ attempt: AttemptInHand) {
    if case .shell(let prepared) = attempt.work { ports.shell.abandon(prepared) }
  }

  func intent(of attempt: AttemptInHand) -> Event {
    switch attempt.work {
    case .shell(let prepared):
      .attemptIntended(
        AttemptIntended(
          activity: attempt.activity.id, attempt: attempt.attempt,
          database: attempt.activity.settings.database,
          directory: relative(prepared.order.directory),
          environment: prepared.order.environment.map(\.name),
          source: ports.machine.digest(of: Array(prepared.order.script.utf8)),
          timeoutSeconds: prepared.order.timeoutSeconds))
    case .sql(let order):
      .attemptIntended(
        AttemptIntended(
          activity: attempt.activity.id, attempt: attempt.attempt,
          database: attempt.activity.settings.database, directory: nil, environment: [],
          source: ports.machine.digest(
            of: order.pieces.flatMap { Array("\($0.file ?? "")\n\($0.text)\n".utf8) }),
          timeoutSeconds: order.timeoutSeconds))
    }
  }

  /// Records an outcome and, where nothing stands between, the next intent in the same commit.
  ///
  /// - Parameters:
  ///   - outcome: The events and payloads that say how it ended.
  ///   - isBeside: Whether it is a watch's: what comes next is then not its business.
  /// - Throws: ``DriverError``, or what the journal throws.
  func conclude(_ outcome: Outcome, isBeside: Bool = false) async throws {
    if !isBeside, let next = nextInSameCommit(after: outcome.events),
      try await record(outcome, with: next)
    {
      return
    }
    try await record(outcome.events, payloads: outcome.payloads)
  }

  /// An outcome is a fact: where its intent is refused, it is recorded without.
  private func record(_ outcome: Outcome, with next: AttemptInHand) async throws -> Bool {
    let condition = AppendCondition.intents(epoch: settings.epoch, position: state.position)
    let events = outcome.events + [intent(of: next)]
    do {
      let entries = try await record(events, payloads: outcome.payloads, condition: condition)
      guard let entries else { return false }
      inHand = next
      inHand?.intent = entries.last
      return true
    } catch DriverError.fenced {
      return false
    }
  }

  /// Only SQL qualifies: a shell attempt's directory must be durable before its intent.
  private func nextInSameCommit(after events: [Event]) -> AttemptInHand? {
    var ahead = state
    let zero = Digest.zero
    for draft in draft(events) {
      let entry = Entry(
        sequence: ahead.sequence + 1, position: ahead.position + 1, previous: zero, draft: draft)
      guard (try? ahead.apply(entry)) != nil else { return nil }
    }
    guard ports.machine.interruptions() == 0, settings.untilStage == nil, !settings.onlyRequested,
      case .start(let id, let attempt) = ahead.decide(
        at: ports.clock.now(), boot: ports.clock.bootMicroseconds()),
      let activity = ahead.definition(id), activity.kind == .sql,
      databaseToHold(by: activity).map({ holders[$0] != nil }) ?? true
    else { return nil }
    return try? prepare(activity, attempt: attempt)
  }

  private func changedScript(of activity: Activity) -> String? {
    activity.settings.scripts.first { path in
      guard let pinned = state.files.first(where: { $0.path == path && $0.content == nil }) else {
        return false
      }
      return ports.machine.digest(ofFile: absolute(path)) != pinned.digest
    }
  }

  func absolute(_ path: String) -> String {
    guard !path.utf8.starts(with: "/".utf8), let base = state.directory else { return path }
    return "\(base)/\(path)"
  }

  func relative(_ directory: String) -> String {
    let base = settings.journalDirectory + "/"
    guard directory.utf8.starts(with: base.utf8) else { return directory }
    return String(directory.dropFirst(base.count))
  }
}
