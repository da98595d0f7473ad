import TemaeCore

extension Driver {
  /// Lets nothing start beside processes that a command left behind.
  ///
  /// They may end by themselves; a person may want them ended, or go on beside them.
  func awaitDescendants(_ id: String, _ attempt: Int) async throws {
    guard let known = state.activity(id), let directory = directory(of: known) else {
      try await recordUnlessMoved(
        .descendantsEnded(DescendantsEnded(activity: id, attempt: attempt)))
      return
    }
    let isAlive: Bool
    do {
      isAlive = try ports.shell.descendantsLive(directory: directory)
      if isAlive, known.descendants == .toEnd { try ports.shell.cancel(directory: directory) }
    } catch {
      let detail = "whether what \(id) left behind lives cannot be told: \(error)"
      return try await halt(.person, id, detail)
    }
    guard isAlive else {
      try await recordUnlessMoved(
        .descendantsEnded(DescendantsEnded(activity: id, attempt: attempt)))
      return try ports.shell.removeSpool(directory: directory)
    }
    // To end takes INT, TERM and KILL; what ends by itself mostly does so at once.
    let isPatient = descendantsNamed.insert("\(id)/\(known.descendants?.rawValue ?? "")").inserted
    if isPatient, try await haveEnded(directory, seconds: known.descendants == .toEnd ? 20 : 5) {
      return
    }
    try await ask(.descendants(activity: id, attempt: attempt))
  }

  /// Whether a question has become pointless by itself.
  func isMoot(_ question: Question) -> Bool {
    guard case .descendants(let id, _) = question, let known = state.activity(id),
      let directory = directory(of: known)
    else { return false }
    return (try? ports.shell.descendantsLive(directory: directory)) == false
  }

  private func directory(of known: ActivityState) -> String? {
    known.directory.map { "\(settings.journalDirectory)/\($0)" }
  }

  /// Waits for so long at most, and no longer than something else is to be done.
  private func haveEnded(_ directory: String, seconds: Int) async throws -> Bool {
    let end = ports.clock.bootMicroseconds() + seconds * 1_000_000
    while ports.clock.bootMicroseconds() < end, ports.machine.interruptions() == 0 {
      if try hasChanged() || !ports.shell.descendantsLive(directory: directory) { return true }
      await ports.clock.sleep(milliseconds: 100)
    }
    return ports.machine.interruptions() > 0
  }
}
