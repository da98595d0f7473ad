import TemaeCore
import TemaeJournal

/// A run as the journal tells it.
struct LoadedRun {
  /// What is true of it after its last entry.
  var state: RunState
  /// Its entries in their order.
  var entries: [Entry]
}

/// Folds a run's entries into its state, from nothing but the journal.
enum RunLoader {
  /// Loads a run by its id.
  ///
  /// - Parameters:
  ///   - run: the run's id.
  ///   - journal: where its entries are.
  /// - Returns: the run as it stands.
  /// - Throws: ``Failure``, `JournalError`, or `InvalidHistory`.
  static func load(_ run: String, from journal: Journal) throws -> LoadedRun {
    let entries = try journal.entries(run: run)
    guard let first = entries.first else { throw JournalError.unknownRun(run: run) }
    var fold = try RunFold(before: first, in: journal)
    for entry in entries { try fold.take(entry) }
    return LoadedRun(state: fold.state, entries: entries)
  }

  /// Takes in what was recorded since the run was loaded.
  static func refresh(_ loaded: inout LoadedRun, from journal: Journal) throws {
    let entries = try journal.entries(run: loaded.state.run, after: loaded.state.position)
    var fold = RunFold(from: loaded.state, in: journal)
    for entry in entries { try fold.take(entry) }
    loaded.state = fold.state
    loaded.entries += entries
  }

  /// Replays a run from its first entry, one at a time, and compares every state that it recorded.
  ///
  /// - Parameters:
  ///   - run: the run's id.
  ///   - journal: where its entries are.
  /// - Returns: the state after the last entry, and how many states were compared.
  /// - Throws: `InvalidHistory` with the first entry that does not fit, or another error.
  @discardableResult
  static func verify(_ run: String, in journal: Journal) throws -> RunFold {
    var fold: RunFold?
    try journal.forEachEntry(run: run) { entry in
      if fold == nil { fold = try RunFold(before: entry, in: journal) }
      try fold?.take(entry, comparesStates: true)
    }
    guard let fold else { throw JournalError.unknownRun(run: run) }
    return fold
  }
}
