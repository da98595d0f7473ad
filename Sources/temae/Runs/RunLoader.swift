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
    let runbook = try runbook(opened.compiled, format: opened.format, tool: opened.tool, journal)
    var loaded = LoadedRun(state: RunState(runbook: runbook), entries: [])
    try take(entries, into: &loaded, from: journal, comparesStates: comparesStates)
    return loaded
  }

  /// Takes in what was recorded since the run was loaded.
  static func refresh(_ loaded: inout LoadedRun, from journal: Journal) throws {
    let entries = try journal.entries(run: loaded.state.run, after: loaded.state.position)
    try take(entries, into: &loaded, from: journal)
  }

  /// An amendment's runbook is read before its entry is applied.
  private static func take(
    _ entries: [Entry], into loaded: inout LoadedRun, from journal: Journal,
    comparesStates: Bool = false
  ) throws {
    for entry in entries {
      if comparesStates { try loaded.state.compare(with: entry, SourceDigest.of) }
      if case .runbookAmended(let data) = entry.event {
        loaded.state.learn(
          try runbook(data.compiled, format: data.format, tool: data.tool, journal))
      }
      try loaded.state.apply(entry)
    }
    loaded.entries += entries
  }

  /// A compiled runbook that the journal holds.
  private static func runbook(
    _ compiled: Commitment, format: Int, tool: String, _ journal: Journal
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
