import ArgumentParser

/// `temae journal`: the journal itself.
struct JournalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Verify the journal, export it, import it.",
    subcommands: [
      JournalVerifyCommand.self, JournalHeadCommand.self, JournalExportCommand.self,
      JournalImportCommand.self,
    ])
}
