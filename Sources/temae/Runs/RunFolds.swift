import TemaeCore
import TemaeJournal

/// Folds the runs of a journal as their entries come by, and compares every state that was recorded.
///
/// Memory is bounded: of runs that have ended, or have not been heard of for long, the state is let
/// go. A run that goes on after that is folded by itself at the end, so that no entry is folded more
/// than twice.
struct RunFolds {
  private static let mostRuns = 64

  /// The first entry that cannot have happened, or that something kept from being folded.
  private var failure: (sequence: Int, error: any Error)?
  private let journal: Journal
  /// The run of the last entry, which is nearly always the next one's too.
  private var current = ""
  private var fold: RunFold?
  /// The other runs; by bytes, as SQLite compares, for which canonically equivalent names are two.
  private var folds: [[UInt8]: RunFold] = [:]
  /// The runs that went on when their state had been let go.
  private var postponed: Set<[UInt8]> = []
  private var beginning: RunBeginning?

  /// Before the journal's first entry.
  init(in journal: Journal) { self.journal = journal }

  /// Takes in the next entry of the journal; after a failure nothing more.
  mutating func take(_ entry: Entry) {
    guard failure == nil else { return }
    do {
      if !entry.draft.run.hasSameBytes(as: current) { try turn(to: entry) }
      try fold?.take(entry, comparesStates: true)
    } catch {
      failure = (entry.sequence, error)
    }
  }

  /// Folds what was postponed.
  ///
  /// - Parameter sequence: the last entry that was taken in; others may have been appended since.
  /// - Throws: what is wrong with the first entry that cannot be folded.
  mutating func finish(at sequence: Int) throws {
    for run in postponed {
      foldAnew(String(decoding: run, as: UTF8.self), upTo: (failure?.sequence ?? sequence + 1) - 1)
    }
    if let failure { throw failure.error }
  }

  private mutating func turn(to entry: Entry) throws {
    if let fold = fold.take() { folds[Array(current.utf8)] = fold }
    current = entry.draft.run
    let key = Array(current.utf8)
    fold = folds.removeValue(forKey: key)
    guard fold == nil else { return }
    if entry.position == 1 {
      try begin(entry)
    } else {
      postponed.insert(key)
    }
  }

  private mutating func begin(_ entry: Entry) throws {
    let beginning = try RunBeginning(before: entry, in: journal, after: beginning)
    self.beginning = beginning
    fold = RunFold(from: beginning.state, in: journal)
    guard folds.count >= Self.mostRuns else { return }
    // Without a copy of every state.
    let oldest = folds.mapValues(\.usefulness).min { $0.value < $1.value }
    if let oldest { folds[oldest.key] = nil }
  }

  private mutating func foldAnew(_ run: String, upTo last: Int) {
    var sequence = 0
    var fold: RunFold?
    do {
      try journal.forEachEntry(run: run) { entry in
        guard entry.sequence <= last else { return }
        sequence = entry.sequence
        if fold == nil { fold = try RunFold(before: entry, in: journal) }
        try fold?.take(entry, comparesStates: true)
      }
    } catch {
      failure = (sequence, error)
    }
  }
}

extension RunFold {
  /// How likely it is that the run goes on: what has ended hardly does.
  fileprivate var usefulness: (Int, Int) {
    (state.status.isEnded ? 0 : 1, state.sequence)
  }
}
