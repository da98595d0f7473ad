import TemaeCore

/// What becomes of a command when its driver is asked to stop, or when a person wants its end.
extension Driver {
  /// How long a second Ctrl-C is waited for.
  private static let secondKeySeconds = 5

  /// Halts at once; the command goes on, and the person learns how to see it.
  ///
  /// Ctrl-C again asks whether the command is to end as well. Whoever else stops a driver is not
  /// there to be asked.
  func leave(_ activity: Activity, _ attempt: Int, _ running: RunningShell) async throws {
    if state.status == .open {
      try await halt(.interrupted, nil, "the driver was asked to stop")
    }
    try await sayHowToSee(activity, running)
    guard try await isAskedAgain() else { return }
    heeded = ports.machine.interruptions()
    try await ask(.running(activity: activity.id, attempt: attempt))
    guard try isEndAsked(activity.id, attempt, after: 0) else {
      return await ports.console.say("\(activity.id) was left at work")
    }
    while state.activity(activity.id)?.phase.isOpen == true,
      ports.machine.interruptions() == heeded
    {
      try await settleShell(activity, attempt, running.directory, running.leaf)
    }
  }

  private func sayHowToSee(_ activity: Activity, _ running: RunningShell) async throws {
    let console = ports.console
    let process = running.supervisorID.map { " under its supervisor (process \($0))" } ?? ""
    await console.say("\(activity.id) goes on\(process)")
    await console.say("  see it:     tail -f '\(running.directory)/output'")
    await console.say("  follow it:  temae resume \(state.opened?.name ?? state.run), at any time")
  }

  private func isAskedAgain() async throws -> Bool {
    let machine = ports.machine
    func isOfKeys() -> Bool { machine.keyInterruptions() == machine.interruptions() }
    func isAgain() -> Bool { machine.interruptions() >= heeded + 2 }
    guard !settings.isUnattended, ports.console.canAsk, isOfKeys() else { return false }
    if !isAgain() {
      await ports.console.say(
        "  end it:     Ctrl-C again within \(Self.secondKeySeconds) s, and you are asked")
    }
    let end = ports.clock.bootMicroseconds() + Self.secondKeySeconds * 1_000_000
    while !isAgain(), isOfKeys(), ports.clock.bootMicroseconds() < end {
      await ports.clock.sleep(milliseconds: 50)
    }
    return isAgain() && isOfKeys()
  }

  /// Whether a person wants an attempt's command to end.
  func isEndAsked(_ activity: String, _ attempt: Int, after position: Int) throws -> Bool {
    try ports.journal.entries(run: state.run, after: position).contains { entry in
      guard case .endAsked(let data) = entry.event else { return false }
      return data.activity == activity && data.attempt == attempt
    }
  }

  /// Carries out what a person asked for at another terminal while the command is followed.
  func endFollowedIfAsked() async {
    guard let command = followed, !command.isCancelled, (try? hasChanged()) == true,
      (try? isEndAsked(command.activity, command.attempt, after: state.position)) == true
    else { return }
    followed?.isCancelled = true
    await end(command.activity) { try ports.shell.cancel(directory: command.directory) }
  }

  /// Ends a command that lives without its supervisor: INT, five seconds later TERM, then KILL.
  func endOrphanIfAsked(
    _ activity: String, _ attempt: Int, _ directory: String, _ leaf: Digest
  ) async throws {
    guard try isEndAsked(activity, attempt, after: 0) else { return }
    let looks = orphanLooks[activity, default: 0]
    orphanLooks[activity] = looks + 1
    let signals = [2, 15, 9]
    guard looks % 5 == 0, looks / 5 < signals.count else { return }
    await end(activity) {
      try ports.shell.signalOrphan(
        directory: directory, leaf: leaf, signal: signals[looks / 5])
    }
  }

  private func end(_ activity: String, _ body: () throws -> Void) async {
    do {
      try body()
    } catch {
      // What cannot be ended is waited for all the same.
      await ports.console.say("\(activity) cannot be ended: \(error)")
    }
  }
}
