import ArgumentParser
import TemaeBackup
import TemaeCore
import TemaePostgres
import TemaeReport

/// `temae backup restore`: puts a database back to a backup, in place.
struct BackupRestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a database back to a verified backup of it, in one transaction.",
    usage: """
      temae backup restore BACKUP [DOCUMENT [--db NAME] | --connection-env VARIABLE]
        [--table TABLE ...] [--to DIRECTORY] [--lock-wait SECONDS] [--jobs N] [--yes DATABASE]
        [<options>]
      """,
    discussion: """
      Keeps writers out of the database that was backed up (readers go on), makes a full backup of \
      what is there and verifies it, and only then drops what is there, restores, and compares schema, \
      row counts and digests with the backup: all in one transaction. Whatever happens on the way, \
      also to this machine, the database is as it was. Another database, a backup that is not \
      verified, or one whose files have changed, is refused.

      With --table only the rows of these tables are put back, after a verified backup of these; they \
      must have the same columns, and foreign keys on them and to them must hold in the end.

      Asks for the database's name to be typed; not in a block of a run, where the document says so. \
      Without a DOCUMENT and --connection-env, the PG* variables say which database is meant, as in a \
      block with db=.

      Where the copy of what was replaced lies goes to standard output. Ends with 0 where the database \
      is as the backup says; with 2 where the copy, or what was restored, is not as it must be, and \
      with 1 where something else is in the way: then nothing was changed. With 6 where the connection \
      broke at the commit, and nobody knows.
      """)

  @Argument(help: "The backup's directory.")
  var backup: String

  @OptionGroup var target: OptionalTarget

  @Option(
    help: ArgumentHelp(
      "Put back the rows of this table and its partitions only; may be repeated.",
      valueName: "table"))
  var table: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Where the copy of what is replaced will lie: never inside a git work tree. (default: \
      $TEMAE_BACKUPS, else temae/backups in the user's state directory)
      """, valueName: "directory"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "How long to wait until nobody else has the tables locked; nobody is ended for it.",
      valueName: "seconds"))
  var lockWait = 30

  @Option(
    help: ArgumentHelp(
      "How many connections copy and verify what is there. (default: one a processor, at most 4)",
      valueName: "number"))
  var jobs: JobCount?

  @Option(
    help: ArgumentHelp("The database's name, instead of typing it.", valueName: "database"))
  var yes: String?

  @Option(help: "How to write what came of it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard (1...86_400).contains(lockWait) else {
      throw ValidationError("--lock-wait takes 1 to 86400 seconds.")
    }
  }

  func run() async throws {
    let directory = try BackupDirectory(at: backup)
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    guard let given = try target.databases(isColored: isColored)?.target else {
      throw OptionalTarget.missing
    }
    let (identity, connection) = try await PostgresDatabase().resolved(given)
    // From here on only what was resolved leads to the target.
    Environment.forgetConnection()
    let restoring = BackupRestoring(
      directory: directory, connection: connection, target: identity, tables: table,
      shelf: try DefaultShelf.cleared(to, options), jobs: (jobs ?? .usual).number,
      lockWaitSeconds: lockWait, by: options.person)
    try restoring.check()
    try confirm(restoring)
    let progress = BackupProgress(options, writing: nil)
    let report: RestorationReport
    do {
      report = try await Interruptible.run { stop in
        try await restoring.report(stop, progress)
      }
      progress.end()
    } catch {
      progress.end()
      throw error
    }
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
    guard report.findings.isEmpty else { throw TemaeExit.findings.code }
  }

  /// The document of a run was reviewed, and says it; anybody else types the name.
  private func confirm(_ restoring: BackupRestoring) throws(Failure) {
    guard DefaultShelf.attempt == nil else { return }
    let name = restoring.target.database
    if yes == nil, StandardStream.canAsk {
      options.remark(
        "\(name) on \(restoring.target.host) goes back to "
          + "\(restoring.directory.manifest.takenAt.description): all that was written since is "
          + "taken out of it")
    }
    try TypedName.confirm("Restoring", of: name, yes: yes, kind: "database")
  }
}
