import ArgumentParser

/// `temae target`: the databases that a runbook works on.
struct TargetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "target", abstract: "Prepare a database for runs, and look at it.",
    subcommands: [TargetInitCommand.self, TargetShowCommand.self])
}
