import TemaeCore

extension Driver {
  /// Finds out how an attempt ended that an earlier driver left open.
  func settle(_ id: String, _ attempt: Int) async throws {
    guard let activity = state.definition(id), let known = state.activity(id) else { return }
    guard !known.isInDoubt else { return try await lookAgain(activity, attempt) }
    switch activity.kind {
    case .sql: try await settleSQL(activity, attempt, "its driver died")
    case .shell, .manual:
      guard let directory = known.directory, let leaf = try intentLeaf(of: id, attempt) else {
        return try await lose(activity, attempt, "its intent names no directory")
      }
      try await settleShell(activity, attempt, "\(settings.journalDirectory)/\(directory)", leaf)
    }
  }

  /// Looks whether what had succeeded is there, after its database was pinned anew: its marker tells,
  /// else its probe or a person.
  private func lookAgain(_ activity: Activity, _ attempt: Int) async throws {
    let evidence = "database \(activity.settings.database ?? "") was pinned anew since"
    if activity.kind == .sql {
      let order = try sqlOrder(activity, attempt)
      if order.mode == .transaction {
        guard let verdict = try await markerVerdict(order) else { return }
        if verdict == .done {
          // A person may settle it at the same time: then it is decided anew.
          try await recordUnlessMoved(
            .attemptSettled(
              AttemptSettled(
                activity: activity.id, attempt: attempt, evidence: .marker, verdict: .done)))
          return
        }
        return try await doubt(activity, attempt, "\(evidence), and \(verdict.doubtWords)")
      }
    }
    try await doubt(activity, attempt, evidence)
  }

  private func doubt(_ activity: Activity, _ attempt: Int, _ evidence: String) async throws {
    try await recordUnlessMoved(
      .attemptLost(
        AttemptLost(activity: activity.id, attempt: attempt, evidence: evidence, wasDone: true)))
  }

  func settleShell(
    _ activity: Activity, _ attempt: Int, _ directory: String, _ leaf: Digest
  ) async throws {
    try findRecordedOutput(of: activity.id, attempt)
    switch try ports.shell.evidence(directory: directory, leaf: leaf) {
    case .finished(let end):
      try await conclude(activity, attempt, end, directory: directory)
    case .running(let running):
      if activity.role == .watch {
        watch(activity, attempt, running)
        return try await endWatch(activity.id, .interrupted)
      }
      await ports.console.say("\(activity.id) is still running: following it to its end")
      if try isEndAsked(activity.id, attempt, after: 0) {
        try ports.shell.cancel(directory: directory)
      }
      try await follow(activity, attempt, running)
    case .commandAlive(let pid):
      let process = pid.map { " (process \($0))" } ?? ""
      if orphansNamed.insert(activity.id).inserted {
        await ports.console.say(
          "\(activity.id) lives on without its supervisor\(process): waiting for it to end")
        await ports.console.say(
          "  end it:     temae answer \(activity.id) end --reason TEXT, from any terminal")
      }
      try await endOrphanIfAsked(activity.id, attempt, directory, leaf)
      try await waitForOrphan()
      guard ports.machine.interruptions() > heeded else { return }
      let orphan = RunningShell(directory: directory, leaf: leaf, supervisorID: nil)
      try await leave(activity, attempt, orphan)
    case .neverStarted:
      try await record([
        .attemptLost(
          AttemptLost(activity: activity.id, attempt: attempt, evidence: "it was never let go")),
        .attemptSettled(
          AttemptSettled(
            activity: activity.id, attempt: attempt, evidence: .neverStarted, verdict: .again)),
      ])
      try ports.shell.removeSpool(directory: directory)
    case .lost(let evidence):
      try await loseUnlessConnected(activity, attempt, evidence, directory: directory)
    case .unknown(let evidence):
      try await loseUnlessConnected(activity, attempt, evidence)
    }
  }

  /// A server goes on with what a dead client sent, and a probe that is asked meanwhile says *no* of
  /// a change that is about to commit: nothing is concluded before the attempt's sessions have ended.
  ///
  /// The database is held first. Whoever held it when the attempt was intended could otherwise be late
  /// and still send it; without the hold it sends nothing, and with it would be found connected.
  private func loseUnlessConnected(
    _ activity: Activity, _ attempt: Int, _ evidence: String, directory: String? = nil
  ) async throws {
    guard let key = activity.settings.database, activity.role.mayWrite else {
      return try await lose(activity, attempt, evidence, directory: directory)
    }
    if let obstacle = try await obstacleToHolding(for: activity) {
      return try await halt(.unknown, activity.id, "\(activity.id) cannot be settled: \(obstacle)")
    }
    let sessions: [String]
    do {
      sessions = try await ports.database.sessions(
        connection: try connection(key), pinned: state.pin(of: key),
        applicationName: applicationName(activity, attempt))
    } catch {
      let detail = "\(activity.id) cannot be settled: \(mask.masked("\(error)"))"
      return try await halt(.unknown, activity.id, detail)
    }
    guard let first = sessions.first else {
      return try await lose(activity, attempt, evidence, directory: directory)
    }
    if orphansNamed.insert(activity.id).inserted {
      await ports.console.say(
        "\(activity.id) is still at work on the server (\(first)): waiting for it to end")
    }
    try await waitForOrphan()
  }

  func waitForOrphan() async throws {
    for _ in 0..<10 where ports.machine.interruptions() <= heeded {
      await ports.clock.sleep(milliseconds: 100)
    }
  }

  /// A change in a transaction is settled by its marker, or by a tombstone in its place.
  func settleSQL(_ activity: Activity, _ attempt: Int, _ evidence: String) async throws {
    let order = try sqlOrder(activity, attempt)
    guard order.mode == .transaction else {
      return try await loseUnlessConnected(activity, attempt, evidence)
    }
    switch try await markerVerdict(order) {
    case nil: return
    case .done: try await settled(activity.id, attempt, evidence, by: .marker, .done)
    case .void where state.isBeforeRepin(activity.id):
      let detail =
        "\(evidence). Its marker is not there, which proves nothing: the database was pinned anew "
        + "since, and need not have what the old one had"
      try await loseUnlessConnected(activity, attempt, detail)
    case .void: try await settled(activity.id, attempt, evidence, by: .tombstone, .again)
    case .restored:
      let detail =
        "\(evidence). Its marker is there, which proves nothing: the database was restored to a "
        + "backup since"
      try await loseUnlessConnected(activity, attempt, detail)
    case .unavailable:
      let detail = "\(evidence); the target has no table of markers"
      try await loseUnlessConnected(activity, attempt, detail)
    }
  }

  /// `nil` where the server could not be asked; the run has been halted then.
  private func markerVerdict(_ order: SQLOrder) async throws -> MarkerVerdict? {
    do {
      return try await ports.database.settle(order, waitSeconds: 30)
    } catch {
      let detail = "\(order.activity) cannot be settled: \(mask.masked("\(error)"))"
      try await halt(.unknown, order.activity, detail)
      return nil
    }
  }

  private func settled(
    _ activity: String, _ attempt: Int, _ evidence: String, by means: SettlementEvidence,
    _ verdict: SettlementVerdict
  ) async throws {
    try await record([
      .attemptLost(
        AttemptLost(activity: activity, attempt: attempt, evidence: mask.masked(evidence))),
      .attemptSettled(
        AttemptSettled(activity: activity, attempt: attempt, evidence: means, verdict: verdict)),
    ])
  }

  /// What it printed is recorded with it: once the outcome is settled, its directory goes.
  private func lose(
    _ activity: Activity, _ attempt: Int, _ evidence: String, directory: String? = nil
  ) async throws {
    let ending = Ending(
      status: .lost(evidence), report: AttemptReport(durationMicroseconds: 0))
    var outcome = Outcome()
    if let directory {
      let end = ShellEnd(status: .lost(evidence), durationMicroseconds: 0)
      try await keepOutput(of: activity, attempt, end, directory, into: &outcome)
    }
    try await conclude(self.outcome(of: activity, attempt, ending, into: outcome))
    try await removeLeftSpools()
  }

  /// Records what the probe or the catalog showed.
  func conclude(
    _ activity: String, _ attempt: Int, _ verdict: SettlementVerdict
  ) async throws {
    let isProbed = state.activity(activity)?.probed != nil
    // A person may settle it at the same time: then it is decided anew.
    try await recordUnlessMoved(
      .attemptSettled(
        AttemptSettled(
          activity: activity, attempt: attempt, evidence: isProbed ? .probe : .catalog,
          verdict: verdict)))
    try await removeLeftSpools()
  }

  private func intentLeaf(of activity: String, _ attempt: Int) throws -> Digest? {
    let entries = try ports.journal.entries(run: state.run, after: 0)
    let intent = entries.last { entry in
      guard case .attemptIntended(let data) = entry.event else { return false }
      return data.activity == activity && data.attempt == attempt
    }
    return intent.map { ports.journal.leaf(of: $0) }
  }
}

extension MarkerVerdict {
  /// Why it does not say that a change is there.
  fileprivate var doubtWords: String {
    switch self {
    case .done: "its marker is there"
    case .restored: "it was restored to a backup after its marker"
    case .void: "its marker is not there"
    case .unavailable: "there is no table of markers"
    }
  }
}
