import FoundationEssentials
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
    guard case .runOpened(let opened) = first.event else {
      throw InvalidHistory(sequence: first.sequence, reason: "a run begins with run.opened")
    }
    self.journal = journal
    state = RunState(
      runbook: try Self.runbook(opened.compiled, opened.format, opened.tool, journal))
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
    if comparesStates, try state.compare(with: entry, SourceDigest.of) { compared += 1 }
    if case .runbookAmended(let data) = entry.event {
      state.learn(try Self.runbook(data.compiled, data.format, data.tool, journal))
    }
    try state.apply(entry)
  }

  /// A compiled runbook that the journal holds.
  private static func runbook(
    _ compiled: Commitment, _ format: Int, _ tool: String, _ journal: Journal
  ) throws -> Runbook {
    guard format == Runbook.currentFormat else {
      throw Failure(
        .data,
        "the run keeps its runbook in form \(format); this version of temae knows form "
          + "\(Runbook.currentFormat)",
        next: "use temae \(tool), which wrote it")
    }
    guard let bytes = try journal.payload(compiled) else {
      throw Failure(
        .data, "the run's runbook is not in the journal any more", next: "temae journal verify")
    }
    do {
      return try JSONDecoder().decode(Runbook.self, from: Data(bytes))
    } catch {
      throw Failure(
        .data, "the run's runbook cannot be read: \(error)", next: "temae journal verify")
    }
  }
}
