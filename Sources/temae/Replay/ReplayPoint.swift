import TemaeCore
import TemaeJournal
import TemaeReport

/// What is known of a run after some of its entries; a copy shares what it has in common with others.
struct ReplayPoint {
  private var fold: RunFold
  private(set) var standing = ReplayStanding()

  var state: RunState { fold.state }

  /// Before the run's first entry.
  init(before first: Entry, in journal: Journal) throws {
    fold = try RunFold(before: first, in: journal)
  }

  /// Takes in the next entry.
  mutating func take(_ entry: Entry) throws {
    try fold.take(entry)
    standing.take(entry, fold.state)
  }
}
