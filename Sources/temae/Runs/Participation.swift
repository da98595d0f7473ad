import TemaeCore
import TemaeJournal
import TemaeReport

/// One command of a person, from the journal's opening to the line that says what was recorded.
struct Participation {
  private let options: SharedOptions
  let journal: Journal
  /// The run that it is about.
  private(set) var loaded: LoadedRun
  private var asking: PersonCommand

  /// Opens the journal and loads the run: the named one, else the only open one.
  init(in run: String?, _ options: SharedOptions) throws {
    self.options = options
    journal = try options.openJournal(.write)
    let choice = try RunChoice(journal).toChange(run)
    loaded = try RunLoader.load(choice.id, from: journal)
    asking = PersonCommand(journal: journal, by: options.person)
  }

  /// Seals a reason, a note or a command.
  mutating func sealed(_ text: String) -> Commitment { asking.sealed(text) }

  /// Records a command, and says what became of it and who carries it out.
  mutating func record(_ command: Command) throws {
    let entries = try asking.record(command, in: &loaded)
    for entry in entries {
      let line = EventLine.text(
        entry, state: loaded.state, style: options.style, payload: journal.resolver)
      if let line { try StandardStream.output.print(line + "\n") }
    }
    try sayWhoGoesOn()
  }

  /// A command is only recorded here: what follows from it is a driver's work.
  private func sayWhoGoesOn() throws {
    let state = loaded.state
    guard !state.status.isEnded, try journal.holder(of: state.run) == nil else { return }
    options.remark(
      "recorded; nobody drives this run now: temae resume \(state.opened?.name ?? state.run)")
  }
}

extension Journal {
  /// The live driver of a run in words; `nil` when nobody drives it.
  func holder(of run: String) throws(JournalError) -> String? {
    do {
      return try RunLock.holder(run: run, beside: place).map { "process \($0.processID)" }
    } catch {
      guard case .runHeld(_, let holder) = error else { throw error }
      return holder.map { "process \($0.processID)" } ?? "a process of another account"
    }
  }
}
