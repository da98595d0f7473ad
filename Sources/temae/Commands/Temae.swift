import ArgumentParser

/// The command `temae`.
@main
struct Temae: AsyncParsableCommand {
  /// The version that runs record and `--version` prints.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "temae",
    abstract: "Runs Markdown migration runbooks, with every step an event in a journal.",
    discussion: """
      temae show reads a runbook and says what it would do; temae run carries it out. Every command \
      that takes a RUN takes its name or the beginning of its id, and needs none where exactly one \
      run is open.
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(name: "Runbook", subcommands: [ShowCommand.self, RehearseCommand.self]),
      CommandGroup(name: "Driving", subcommands: drivers),
      CommandGroup(
        name: "Taking part",
        subcommands: [
          AnswerCommand.self, SkipCommand.self, SettleCommand.self, NoteCommand.self,
          AmendCommand.self, PauseCommand.self, AbortCommand.self,
        ]),
      CommandGroup(
        name: "Looking",
        subcommands: [
          RunsCommand.self, StatusCommand.self, LogCommand.self, TimelineCommand.self,
          ReplayCommand.self, ReportCommand.self, AuditCommand.self, RollbackCommand.self,
        ]),
      CommandGroup(
        name: "Journal and target",
        subcommands: [
          JournalCommand.self, TargetCommand.self, SchemaCommand.self, BackupCommand.self,
        ]),
    ])

  /// Parses, runs, and turns every error into its message and its exit code.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      guard let failure = Failure(error) else { exit(withError: error) }
      StandardStream.error.write(failure.text)
      exit(withError: failure.exit.code)
    }
  }
}
