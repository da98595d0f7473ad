import ArgumentParser

/// `temae journal`: the journal itself.
struct JournalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Verify the journal.",
    subcommands: [JournalVerifyCommand.self, JournalHeadCommand.self])
}
