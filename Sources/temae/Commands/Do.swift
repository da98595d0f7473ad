import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaePostgres
import TemaeRunner

/// `temae do`: runs a command that the document does not have, and records it as a deviation.
struct DoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "do",
    abstract: "Run a command that the runbook does not have, on the record.",
    discussion: """
      temae do --reason "the lock had to go" -- psql -c "select 1"
      With one word after --, it is a bash script; with several, they are one command.
      Where a driver is at work it runs the command; otherwise this one does.
      """)

  @Argument(help: ArgumentHelp("The command.", valueName: "command"))
  var command: [String]

  @Option(help: "Why.")
  var reason: Words

  @Option(name: .customLong("run"), help: "The run's name, or the beginning of its id.")
  var run: String?

  @Option(help: "The step that it belongs to.")
  var step: String?

  @OptionGroup var driving: DrivingOptions
  @OptionGroup var options: SharedOptions

  func run() async throws {
    Interruptions.watch()
    let journal = try options.openJournal(.write)
    let choice = try RunChoice(journal).toChange(run)
    var loaded = try RunLoader.load(choice.id, from: journal)
    try Whereabouts.check(loaded, reason: nil)
    var asking = PersonCommand(journal: journal, by: options.person)
    let script = command.count == 1 ? command[0] : command.map(Self.quoted).joined(separator: " ")
    // Databases and secrets come first: a command that cannot run is not to wait for the next driver.
    let lock = try? RunLock.take(run: choice.id, beside: journal.place)
    var (database, beside, secrets) = (PostgresDatabase(), [String](), [SuppliedSecret]())
    if lock != nil {
      (database, beside) = try await ResumeCommand.hold(
        loaded.state, loaded.state.targets, in: journal)
      secrets = try await ResumeCommand.secrets(
        of: loaded, for: script, in: journal, driving, options)
    }
    // Sealed first: what records them is a copy from before its arguments are known.
    let (command, reason) = (asking.sealed(script), asking.sealed(reason.text))
    let added = try asking.record(
      .add(step: step, command: command, reason: reason), in: &loaded)
    guard case .activityAdded(let data)? = added.first?.event else { return }
    guard let lock else {
      options.remark("\(data.activity) is recorded; the driver at work runs it next")
      return
    }
    let status = loaded.state.status
    let state = try ResumeCommand.takeLead(of: loaded, in: journal, driving, options)
    var drive = Drive(journal: journal, state: state, common: options, options: driving)
    drive.onlyRequested = true
    drive.database = database
    drive.beside = beside
    drive.secrets = secrets
    let exit = try await drive.run()
    withExtendedLifetime(lock) {}
    if exit == .waits {
      options.remark("the run was \(status.rawValue); temae resume goes on with it")
      return
    }
    throw exit.code
  }

  /// A word that a shell reads as it stands.
  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
