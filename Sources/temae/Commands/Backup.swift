import ArgumentParser

/// `temae backup`: a backup with a manifest, and its proof.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Back up a database, and prove that the backup can be restored.",
    subcommands: [BackupTakeCommand.self, BackupVerifyCommand.self],
    defaultSubcommand: BackupTakeCommand.self)
}
