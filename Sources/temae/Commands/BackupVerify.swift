import ArgumentParser
import TemaeBackup
import TemaeCore
import TemaePostgres
import TemaeReport

/// `temae backup verify`: restores a backup and compares what comes of it with the manifest.
struct BackupVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Restore a backup into a scratch database, and compare it with its manifest.",
    usage: """
      temae backup verify BACKUP [DOCUMENT [--db NAME] | --connection-env VARIABLE]
        [--of SYSTEM/DATABASE] [--scratch NAME | --scratch-env VARIABLE] [--jobs N] [<options>]
      """,
    discussion: """
      Checks every file against the manifest, restores the backup in a throwaway cluster of the same \
      major version on this machine (or on the server that --scratch or --scratch-env names, never \
      the one that was backed up), compares schema, row counts and digests, and says how long \
      restoring took. What came of it is written beside the manifest.

      Where a DOCUMENT, --connection-env, or PGDATABASE as in a block with db= names a database, the \
      backup must be of that one.

      Ends with 0 where the backup is verified, with 2 where something is wrong with it.
      """)

  @Argument(help: "The backup's directory.")
  var backup: String

  @OptionGroup var target: OptionalTarget

  @Option(
    help: ArgumentHelp(
      "The backup must be of this cluster's system identifier and this database.",
      valueName: "system/database"))
  var of: BackupOrigin?

  @Option(
    help: ArgumentHelp(
      "Restore on the server of this database of the DOCUMENT.", valueName: "name"))
  var scratch: String?

  @Option(
    help: ArgumentHelp(
      "The same, by the environment variable with the connection string.", valueName: "variable"))
  var scratchEnv: String?

  @Option(
    help: ArgumentHelp(
      "How many connections restore at a time. (default: one a processor, at most 4)",
      valueName: "number"))
  var jobs: JobCount?

  @Option(help: "How to write what came of it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard scratch == nil || scratchEnv == nil else {
      throw ValidationError("Name one server for the scratch database.")
    }
    guard scratch == nil || target.document != nil else {
      throw ValidationError("--scratch names a database of a DOCUMENT.")
    }
  }

  func run() async throws {
    let directory = try BackupDirectory(at: backup)
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    let databases = try target.databases(isColored: isColored)
    let server = try server(databases)
    var expected: TargetIdentity?
    if let databases {
      expected = try await PostgresDatabase().identity(
        connection: databases.target, connectTimeoutSeconds: 10)
    }
    // From here on nothing may lead to the target.
    Environment.forgetConnection()
    let progress = BackupProgress(options, writing: nil)
    let verifying = BackupVerifying(
      directory: directory, expected: expected, origin: of, server: server,
      jobs: (jobs ?? .usual).number, by: options.person)
    let verification: BackupVerification
    do {
      verification = try await Interruptible.run { stop in
        try await verifying.verification(stop, progress)
      }
      progress.end()
    } catch {
      progress.end()
      throw error
    }
    let report = VerificationReport(
      directory: directory.path, manifest: directory.manifest, verification: verification)
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
    try directory.write(verification)
    try AttemptRecord.add(.verified(directory.summary, BackupProof(verification)))
    guard verification.isVerified else { throw TemaeExit.findings.code }
  }

  private func server(_ databases: NamedDatabases?) throws(Failure) -> String? {
    if let scratch { return try databases?.connection(of: scratch) }
    guard let scratchEnv else { return nil }
    return try NamedDatabases.value(of: scratchEnv, for: "--scratch-env")
  }
}
