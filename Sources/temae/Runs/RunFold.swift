import TemaeCore
import TemaeJournal

/// Folds the entries of a run into its state, one after the other; the runbooks that they name are
/// read from the journal when they are needed.
struct RunFold {
  /// What is true of the run after the last entry that was taken in.
  private(set) var state: RunState
  /// How many digests of states were compared.
  private(set) var compared = 0
  private let journal: Journal

  /// Begins before the run's first entry.
  ///
  /// - Throws: ``Failure``, `JournalError`, or `InvalidHistory`.
  init(before first: Entry, in journal: Journal) throws {
    self.init(from: try RunBeginning(before: first, in: journal).state, in: journal)
  }

  /// Goes on from a state.
  init(from state: RunState, in journal: Journal) {
    self.state = state
    self.journal = journal
  }

  /// Takes in the next entry; an amendment's runbook is read before it is applied.
  ///
  /// - Parameters:
  ///   - entry: the next entry of the run.
  ///   - comparesStates: whether a digest of the state that the entry carries is compared.
  /// - Throws: `InvalidHistory` where it cannot have happened, or the state is not the recorded one.
  mutating func take(_ entry: Entry, comparesStates: Bool = false) throws {
    // Few entries carry a digest, and the state is large.
    if comparesStates, entry.draft.state != nil,
      try state.compare(with: entry, SourceDigest.of)
    {
      compared += 1
    }
    if case .runbookAmended(let data) = entry.draft.event {
      let compiled = try CompiledRunbook(
        data.compiled, format: data.format, tool: data.tool, in: journal)
      state.learn(try compiled.runbook)
    }
    try state.apply(entry)
  }
}
