import TemaeCore
import TemaeJournal

/// Folds the runs of a journal as their entries come by, and compares every state that was recorded.
///
/// Memory is bounded: of runs that have not been heard of for long, the state is let go, and folded
/// anew should they go on.
struct RunFolds {
  private static let mostRuns = 64

  /// The first entry that cannot have happened, or what kept one from being folded.
  private(set) var failure: (any Error)?
  private let journal: Journal
  /// The run of the last entry, which is nearly always the next one's too; by bytes, as SQLite
  /// compares, for which canonically equivalent names are two.
  private var current: [UInt8] = []
  private var fold: RunFold?
  /// The other runs.
  private var folds: [[UInt8]: RunFold] = [:]
  /// The runs in the order in which their folding began.
  private var order: [[UInt8]] = []

  /// Before the journal's first entry.
  init(in journal: Journal) { self.journal = journal }

  /// Takes in the next entry of the journal; after a failure nothing more.
  mutating func take(_ entry: Entry) {
    guard failure == nil else { return }
    do {
      if !entry.draft.run.utf8.elementsEqual(current) { try turn(to: entry) }
      try fold?.take(entry, comparesStates: true)
    } catch {
      failure = error
    }
  }

  private mutating func turn(to entry: Entry) throws {
    folds[current] = fold
    current = Array(entry.draft.run.utf8)
    fold = folds.removeValue(forKey: current)
    if fold == nil { try begin(entry) }
  }

  private mutating func begin(_ entry: Entry) throws {
    let run = entry.draft.run
    var known = 0
    while known < entry.position - 1 {
      let page = try journal.entries(
        run: run, after: known, limit: min(256, entry.position - 1 - known))
      guard let first = page.first else { throw JournalError.unknownRun(run: run) }
      if fold == nil { fold = try RunFold(before: first, in: journal) }
      for entry in page { try fold?.take(entry, comparesStates: true) }
      known += page.count
    }
    if fold == nil { fold = try RunFold(before: entry, in: journal) }
    order.removeAll { $0 == current }
    order.append(current)
    if order.count > Self.mostRuns { folds[order.removeFirst()] = nil }
  }
}
