import TemaeCore

extension Driver {
  /// Removes what is left of attempts whose outcome is recorded: raw output may hold secrets.
  ///
  /// A driver that dies right behind the commit leaves a directory, and so do a person who lets the
  /// run go on beside what a command left at work, and one who settles an attempt whose end nobody
  /// saw. As long as an outcome is unknown, its directory is evidence and stays; what was printed is
  /// in the journal by then.
  func removeLeftSpools() throws {
    for data in try intentsWithDirectory() where !isInUse(data) {
      // Nearly all of them are gone already.
      try? ports.shell.removeSpool(
        directory: "\(settings.journalDirectory)/\(data.directory ?? "")")
    }
  }

  /// Removes what earlier drivers prepared and no intent names: none of theirs can be recorded any
  /// more, because the epoch has gone on.
  func removeUnnamedSpools() throws {
    let named = try intentsWithDirectory().compactMap(\.directory)
    let own = ports.journal.attemptDirectory(
      run: state.run, activity: "any", attempt: 1, epoch: settings.epoch)
    let parent = own.split(separator: "/").dropLast().joined(separator: "/")
    let names = (try? ports.shell.spools(in: "\(settings.journalDirectory)/\(parent)")) ?? []
    for name in names where !named.contains("\(parent)/\(name)") {
      guard let epoch = name.split(separator: ".").last.flatMap({ Int($0) }),
        epoch < settings.epoch
      else { continue }
      try? ports.shell.removeSpool(directory: "\(settings.journalDirectory)/\(parent)/\(name)")
    }
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
