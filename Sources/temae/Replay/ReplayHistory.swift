import TemaeCore
import TemaeJournal

/// A run's entries with the state after each: folded when it is asked for, from the nearest one kept.
struct ReplayHistory {
  /// The journal.
  let journal: Journal
  /// The run's entries, at least one.
  let entries: [Entry]
  /// States after every so many entries; a state shares what it has in common with the others.
  private var kept: [Int: RunState] = [:]
  private static let interval = 128

  /// Reads the named run, else the only open one, else the newest.
  init(_ run: String?, _ options: SharedOptions) throws {
    journal = try options.openJournal(.read)
    let (choice, isAssumed) = try RunChoice(journal).toRead(run)
    if isAssumed { options.remark("no run is open; this is the newest: \(choice.name)") }
    entries = try journal.entries(run: choice.id)
    guard !entries.isEmpty else { throw JournalError.unknownRun(run: choice.id) }
  }

  /// The state after the first so many entries, at least none.
  mutating func state(after count: Int) throws -> RunState {
    if let state = kept[count] { return state }
    let start = kept.keys.filter { $0 < count }.max()
    var fold =
      try start.flatMap { kept[$0] }.map { RunFold(from: $0, in: journal) }
      ?? RunFold(before: entries[0], in: journal)
    for index in (start ?? 0)..<count {
      try fold.take(entries[index])
      if (index + 1).isMultiple(of: Self.interval) { kept[index + 1] = fold.state }
    }
    return fold.state
  }

  /// How many entries had happened at a place that a person named: a sequence, or an instant in UTC.
  ///
  /// - Throws: ``Failure`` where it is neither, or before the run's first event or after its last.
  func count(at place: String) throws(Failure) -> Int {
    let count: Int
    if let sequence = Int(place) {
      guard sequence <= last.sequence else { throw outside(place) }
      count = entries.partitioningIndex { $0.sequence > sequence }
    } else if let instant = JournalTime.end(place) {
      // A wall clock may have been set back: the last event that was recorded by then counts.
      count = entries.lastIndex { $0.at <= instant }.map { $0 + 1 } ?? 0
    } else {
      throw Failure(
        .usage, "\(place) is neither an event's number nor a time",
        next: "write 14, 2026-01-31T14:03 or 2026-01-31T14:03:12, in UTC")
    }
    guard count > 0 else { throw outside(place) }
    return count
  }

  private var last: Entry { entries[entries.count - 1] }

  private func outside(_ place: String) -> Failure {
    Failure(
      .usage,
      "the run's events are \(entries[0].sequence) of \(entries[0].at) to \(last.sequence) of "
        + "\(last.at); \(place) is not among them",
      next: "temae audit lists them")
  }
}

extension [Entry] {
  /// The index of the first element for which the condition holds; it holds for all that follow.
  fileprivate func partitioningIndex(_ isBehind: (Entry) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
