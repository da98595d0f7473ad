import TemaeCore

extension Driver {
  /// Removes what is left of attempts whose outcome is recorded, and what earlier drivers prepared and
  /// no intent names: raw output may hold secrets.
  ///
  /// A driver that dies right behind the commit leaves a directory, and so do a person who lets the
  /// run go on beside what a command left at work, and one who settles an attempt whose end nobody
  /// saw. As long as an outcome is unknown, its directory is evidence and stays; what was printed is
  /// in the journal by then. An intent of an earlier epoch cannot be recorded any more.
  ///
  /// Only what is found where this run has its attempts is removed: a journal that somebody edited
  /// could name any directory.
  func removeLeftSpools() async throws {
    let own = ports.journal.attemptDirectory(
      run: state.run, activity: "any", attempt: 1, epoch: settings.epoch)
    let parent = own.split(separator: "/").dropLast().joined(separator: "/")
    // Where nothing has been prepared yet, there is no such directory.
    let names = (try? ports.shell.spools(in: "\(settings.journalDirectory)/\(parent)")) ?? []
    guard !names.isEmpty else { return }
    let intents = try intentsWithDirectory()
    for name in names where isLeft(name, intents.filter { $0.directory == "\(parent)/\(name)" }) {
      do {
        try ports.shell.removeSpool(directory: "\(settings.journalDirectory)/\(parent)/\(name)")
      } catch {
        await ports.console.say("what an attempt printed may lie there unmasked: \(error)")
      }
    }
  }

  private func isLeft(_ name: String, _ intents: [AttemptIntended]) -> Bool {
    guard intents.isEmpty else { return !intents.contains(where: isInUse) }
    let epoch = name.split(separator: ".").last.flatMap { Int($0) }
    return epoch.map { $0 < settings.epoch } ?? false
  }

  private func intentsWithDirectory() throws -> [AttemptIntended] {
    try ports.journal.entries(run: state.run, after: 0).compactMap { entry in
      guard case .attemptIntended(let data) = entry.event, data.directory != nil else { return nil }
      return data
    }
  }

  private func isInUse(_ intent: AttemptIntended) -> Bool {
    guard let known = state.activity(intent.activity) else { return false }
    let isOpen = known.phase.isOpen || known.phase == .unknown || known.descendants != nil
    return known.attempts == intent.attempt && isOpen
  }
}
