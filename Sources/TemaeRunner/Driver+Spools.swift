import TemaeCore

extension Driver {
  /// Removes what is left of attempts whose outcome is recorded: raw output may hold secrets.
  ///
  /// A driver that dies right behind the commit leaves a directory, and so does a person who lets the
  /// run go on beside what a command left at work. Of an attempt whose end nobody saw it is the only
  /// evidence, and stays.
  func removeLeftSpools() throws {
    let entries = try ports.journal.entries(run: state.run, after: 0)
    let lost = Set(entries.compactMap(\.event.lostAttempt))
    for case .attemptIntended(let data) in entries.map(\.event) {
      guard let directory = data.directory, !isInUse(data),
        !lost.contains("\(data.activity) \(data.attempt)")
      else { continue }
      // Nearly all of them are gone already.
      try? ports.shell.removeSpool(directory: "\(settings.journalDirectory)/\(directory)")
    }
  }

  private func isInUse(_ intent: AttemptIntended) -> Bool {
    guard let known = state.activity(intent.activity) else { return false }
    return known.attempts == intent.attempt && (known.phase.isOpen || known.descendants != nil)
  }
}

extension Event {
  /// Which attempt's end nobody saw.
  fileprivate var lostAttempt: String? {
    guard case .attemptLost(let data) = self else { return nil }
    return "\(data.activity) \(data.attempt)"
  }
}
