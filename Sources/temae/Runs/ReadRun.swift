import TemaeCore
import TemaeJournal

/// A run that a command reads, with the journal that it is read from.
struct ReadRun {
  /// The journal.
  let journal: Journal
  /// The run.
  let loaded: LoadedRun

  /// Opens the journal and loads the named run, else the only open one, else the newest, which is
  /// then named on standard error.
  init(_ run: String?, _ options: SharedOptions) throws {
    journal = try options.openJournal(.read)
    let (choice, isAssumed) = try RunChoice(journal).toRead(run)
    if isAssumed { options.remark("no run is open; this is the newest: \(choice.name)") }
    loaded = try RunLoader.load(choice.id, from: journal)
  }
}
