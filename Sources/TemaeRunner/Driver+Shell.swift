import TemaeCore

extension Driver {
  func shellOrder(_ activity: Activity, _ attempt: Int) throws -> ShellOrder {
    let directory = ports.journal.attemptDirectory(
      run: state.run, activity: activity.id, attempt: attempt, epoch: settings.epoch)
    return ShellOrder(
      directory: "\(settings.journalDirectory)/\(directory)", script: try script(of: activity),
      shell: activity.settings.shell ?? state.runbook.settings.shell,
      workingDirectory: absolute(activity.settings.directory ?? "."),
      environment: try environment(for: activity, attempt),
      timeoutSeconds: timeout(of: activity), outputLimitBytes: settings.outputLimitBytes)
  }

  func script(of activity: Activity) throws -> String {
    guard let command = state.commands.first(where: { $0.name == activity.id })?.value else {
      return activity.text
    }
    guard let bytes = try ports.journal.payload(command) else {
      throw DriverError.missingPayload("the command \(activity.id)")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A watch's end is its supervisor's deadline too, so that it ends without its driver.
  private func timeout(of activity: Activity) -> Int? {
    let now = ports.clock.now()
    let due = state.honoursSchedule ? state.planned(activity.settings.untilOffset) : nil
    let untilSeconds = due.map { max(1, $0.microseconds(since: now) / 1_000_000 + 1) }
    let candidates = [activity.settings.timeoutSeconds, activity.settings.forSeconds, untilSeconds]
    return candidates.compactMap(\.self).min()
  }

  /// Whether a command gets a variable that this process was given.
  ///
  /// What names a journal, a person or an attempt is about this run, and not about what a command
  /// does; what names a place on this machine is.
  private static func isInherited(_ name: String) -> Bool {
    !name.hasPrefix("TEMAE_")
      || ["TEMAE_BACKUPS", "TEMAE_POSTGRES_BIN", "TEMAE_SCRATCH_DIR"].contains(name)
  }

  private func environment(
    for activity: Activity, _ attempt: Int
  ) throws -> [EnvironmentVariable] {
    var variables: [String: String] = [:]
    for variable in settings.environment where Self.isInherited(variable.name) {
      variables[variable.name] = variable.value
    }
    for parameter in state.parameters { variables[parameter.name] = parameter.text }
    for secret in secrets { variables[secret.name] = secret.value }
    for variable in state.variables { variables[variable.name] = values["$\(variable.name)"] }
    for value in state.values where value.name.utf8.allSatisfy(Self.mayBeInVariableName) {
      guard let text = values[value.name], text.utf8.count <= Self.longestVariableBytes else {
        continue
      }
      let name = String(value.name.map { $0 == "-" ? "_" : $0 })
      variables["TEMAE_VALUE_\(name.uppercased())"] = text
    }
    let start = state.opened?.t0 ?? state.openedAt ?? ports.clock.now()
    let day = start.description.prefix(10)
    variables["TEMAE_T0"] = "\(start.description.prefix(19))Z"
    variables["TEMAE_RUN_DATE"] = day.filter { $0 != "-" }
    variables["TEMAE_RUN"] = state.opened?.name
    variables["TEMAE_STEP"] = state.plan.stage(of: activity.id)?.id ?? activity.id
    variables["TEMAE_ATTEMPT"] = String(attempt)
    variables["TEMAE_IDEMPOTENCY_KEY"] = "\(state.run)/\(activity.id)"
    if let key = activity.settings.database {
      for variable in try ports.database.environment(of: try connection(key)) {
        variables[variable.name] = variable.value
      }
      variables["PGAPPNAME"] = applicationName(activity, attempt)
    }
    if !activity.role.mayWrite || activity.settings.isReadOnly {
      let given = variables["PGOPTIONS"].map { "\($0) " } ?? ""
      variables["PGOPTIONS"] = given + "-c default_transaction_read_only=on"
    }
    return variables.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { EnvironmentVariable(name: $0.key, value: $0.value) }
  }

  /// Linux refuses to start a program that is given a longer one than 128 KiB.
  private static let longestVariableBytes = 65_536

  /// Baselines are values too, under names that no variable can have.
  private static func mayBeInVariableName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
    default: false
    }
  }

  func run(_ attempt: AttemptInHand, _ prepared: PreparedShell, leaf: Digest) async throws {
    let activity = attempt.activity
    let running: RunningShell
    do {
      running = try ports.shell.start(prepared, leaf: leaf)
    } catch {
      return try await settleUnstarted(activity, attempt.attempt, prepared, leaf, "\(error)")
    }
    if activity.role == .watch {
      watch(activity, attempt.attempt, running)
    } else {
      try await follow(activity, attempt.attempt, running)
    }
  }

  /// What a failed start means, the attempt's own records tell; nothing is guessed from the error.
  private func settleUnstarted(
    _ activity: Activity, _ attempt: Int, _ prepared: PreparedShell, _ leaf: Digest,
    _ message: String
  ) async throws {
    let directory = prepared.order.directory
    guard case .neverStarted = try ports.shell.evidence(directory: directory, leaf: leaf) else {
      return try await settle(activity.id, attempt)
    }
    let ending = Ending(
      status: .bad(.notStarted, message: message),
      report: AttemptReport(durationMicroseconds: 0), mayHaveTakenEffect: false)
    try await conclude(outcome(of: activity, attempt, ending))
    try ports.shell.removeSpool(directory: directory)
  }

  /// Follows a command to its end; on an interruption the command goes on under its supervisor.
  func follow(_ activity: Activity, _ attempt: Int, _ running: RunningShell) async throws {
    let shell = ports.shell
    let shown = shownOutput(of: activity)
    let output = recordedEnd(of: activity.id, attempt, .output)
    let error = recordedEnd(of: activity.id, attempt, .error)
    let heeded = heeded
    followed = FollowedCommand(
      activity: activity.id, attempt: attempt, directory: running.directory)
    defer { followed = nil }
    let ended = await attend(activity.id) {
      await shell.follow(running, fromOutput: output, fromError: error) { stream, bytes, _ in
        shown.take(stream, bytes)
      }
    } stop: { count in
      count > heeded
    }
    shown.finish()
    guard let ended else { return try await leave(activity, attempt, running) }
    if case .lost = ended.status {
      return try await settleShell(activity, attempt, running.directory, running.leaf)
    }
    try await conclude(activity, attempt, ended, directory: running.directory)
  }

  /// Records what a command printed and how it ended, then removes its directory.
  func conclude(
    _ activity: Activity, _ attempt: Int, _ end: ShellEnd, directory: String,
    isBeside: Bool = false
  ) async throws {
    // What turns out to be a secret is known before anything of the attempt is recorded.
    let exports = keepExports(end.exported, of: activity)
    let ending = try ending(of: activity, end, directory: directory)
    if activity.settings.isSecret, case .fine(let found) = ending.status {
      hidden.append(found.text)
    }
    var outcome = Outcome()
    if let pid = end.processID, state.activity(activity.id)?.phase == .intended {
      outcome.events.append(
        .attemptStarted(AttemptStarted(activity: activity.id, attempt: attempt, processID: pid)))
    }
    try await keepOutput(of: activity, attempt, end, directory, into: &outcome)
    outcome.events += exports.events
    outcome.payloads += exports.payloads
    outcome.events += end.backups.map { fact in
      fact.masked(mask).event(activity.id, attempt: attempt)
    }
    outcome = self.outcome(of: activity, attempt, ending, into: outcome)
    // A watch is beside the rest, and so is what it leaves.
    let lives = (try? ports.shell.descendantsLive(directory: directory)) ?? true
    let isLeft = lives && !isBeside
    if isLeft {
      outcome.events.append(
        .descendantsAlive(DescendantsAlive(activity: activity.id, attempt: attempt)))
    }
    try await conclude(outcome, isBeside: isBeside)
    if case .lost = end.status { return }
    // As long as something lives, its lock in there is how that is known.
    if !isLeft { try ports.shell.removeSpool(directory: directory) }
  }

  private func ending(
    of activity: Activity, _ end: ShellEnd, directory: String
  ) throws -> Ending {
    var report = AttemptReport(
      durationMicroseconds: end.durationMicroseconds, errorBytes: end.errorBytes,
      outputBytes: end.outputBytes)
    switch end.status {
    case .lost(let evidence): return Ending(status: .lost(evidence), report: report)
    case .signalled(let number):
      report.signal = number
      let kind: FailureKind = end.timedOut ? .timeout : end.cancelled ? .cancelled : .signal
      let why =
        end.stoppedForOutput
        ? ": it printed more than is kept, and this file system cannot drop the middle" : ""
      let message = "ended by signal \(number)\(why)\(try tail(of: activity, end, directory))"
      return Ending(status: .bad(kind, message: message), report: report)
    case .exited(let code):
      report.exitCode = code
      guard activity.settings.acceptedExits.contains(code), !end.timedOut, !end.cancelled else {
        let kind: FailureKind = end.timedOut ? .timeout : end.cancelled ? .cancelled : .exit
        let message = "exit code \(code)\(try tail(of: activity, end, directory))"
        return Ending(
          status: .bad(kind, message: message), report: report, exitCode: code)
      }
      let found = try found(of: end, directory)
      return Ending(status: .fine(found), report: report, exitCode: code)
    }
  }
}
