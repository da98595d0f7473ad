import FoundationEssentials
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
  ///   - comparesStates: whether every digest of a state that the entries carry is compared.
  /// - Returns: the run as it stands.
  /// - Throws: ``Failure``, `JournalError`, or `InvalidHistory`.
  static func load(
    _ run: String, from journal: Journal, comparesStates: Bool = false
  ) throws -> LoadedRun {
    let entries = try journal.entries(run: run)
    guard let first = entries.first else { throw JournalError.unknownRun(run: run) }
    guard case .runOpened(let opened) = first.event else {
      throw InvalidHistory(sequence: first.sequence, reason: "a run begins with run.opened")
    }
    var state = RunState(runbook: try runbook(of: opened, in: journal))
    for entry in entries {
      if comparesStates { try state.compare(with: entry, SourceDigest.of) }
      try state.apply(entry)
    }
    return LoadedRun(state: state, entries: entries)
  }

  /// Takes in what was recorded since the run was loaded.
  static func refresh(_ loaded: inout LoadedRun, from journal: Journal) throws {
    let entries = try journal.entries(run: loaded.state.run, after: loaded.state.position)
    for entry in entries { try loaded.state.apply(entry) }
    loaded.entries += entries
  }

  /// The compiled runbook that a run was opened with.
  static func runbook(of opened: RunOpened, in journal: Journal) throws -> Runbook {
    guard opened.format == Runbook.currentFormat else {
      throw Failure(
        .data,
        "run \(opened.name) keeps its runbook in form \(opened.format); this version of temae "
          + "knows form \(Runbook.currentFormat)",
        next: "use temae \(opened.tool), which opened the run")
    }
    guard let bytes = try journal.payload(opened.compiled) else {
      throw Failure(
        .data, "the runbook of run \(opened.name) is not in the journal any more",
        next: "temae journal verify")
    }
    do {
      return try JSONDecoder().decode(Runbook.self, from: Data(bytes))
    } catch {
      throw Failure(
        .data, "the runbook of run \(opened.name) cannot be read: \(error)",
        next: "temae journal verify")
    }
  }
}
