import ArgumentParser

/// `temae backup`: a backup with a manifest, its proof, and the way back to it.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Back up a database, prove that the backup can be restored, and restore it.",
    subcommands: [
      BackupTakeCommand.self, BackupVerifyCommand.self, BackupRestoreCommand.self,
    ],
    defaultSubcommand: BackupTakeCommand.self)
}
