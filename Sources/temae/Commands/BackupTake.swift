import ArgumentParser
import Glibc
import TemaeBackup
import TemaeCore
import TemaePostgres
import TemaeReport

/// `temae backup take`: dumps a database, with what a restored copy must hold.
struct BackupTakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "take", abstract: "Back up a database with pg_dump, and write a manifest.",
    usage: """
      temae backup [DOCUMENT [--db NAME] | --connection-env VARIABLE] [--kind KIND | --table TABLE ...]
        [--to DIRECTORY] [--name NAME] [--jobs N] [--single-file] [<options>]
      """,
    discussion: """
      Nothing on the server is changed. Rows are counted and digested in the very snapshot that is \
      dumped. Without a DOCUMENT and --connection-env, the PG* variables say which database is meant, \
      as in a block with db=.

      The backup's directory goes to standard output, alone; everything else to standard error. \
      Ends with 1, and leaves nothing, where not all could be dumped.
      """)

  @OptionGroup var target: OptionalTarget

  @Option(help: "What to back up: full, schema or data. (default: full)")
  var kind: BackupChoice?

  @Option(
    help: ArgumentHelp(
      "Back up this table and its partitions only; may be repeated.", valueName: "table"))
  var table: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Where backups lie: never inside a git work tree. (default: $TEMAE_BACKUPS, else temae/backups \
      in the user's state directory)
      """, valueName: "directory"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "What the backup is called. (default: the database and the time)", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "How many connections dump rows at a time. (default: one a processor, at most 4)",
      valueName: "number"))
  var jobs: JobCount?

  @Flag(
    help: "One file in pg_dump's custom format instead of a directory; one connection writes it.")
  var singleFile = false

  @Option(help: "How to write what came of it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard table.isEmpty || kind == nil else {
      throw ValidationError("--table backs up some tables: it goes without --kind.")
    }
    guard name.map(BackupShelf.canBeNamed) != false else {
      throw ValidationError("--name names a directory: without / and no dot at its beginning.")
    }
    guard !singleFile || jobs == nil else {
      throw ValidationError("--single-file is written by one connection: it goes without --jobs.")
    }
  }

  func run() async throws {
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    guard let connection = try target.databases(isColored: isColored)?.target else {
      throw OptionalTarget.missing
    }
    let shelf = try DefaultShelf.cleared(to, options)
    let identity = try await PostgresDatabase().identity(
      connection: connection, connectTimeoutSeconds: 10)
    let name =
      name
      ?? BackupShelf.name(
        database: identity.database, instant: SystemClock().now().description,
        kind: backupKind == .full ? nil : backupKind.rawValue)
    let unfinished = try UnfinishedBackup(name, on: shelf)
    let progress = BackupProgress(options, writing: { unfinished.bytes })
    progress.say("backing up \(identity.database) on \(identity.host) into \(shelf.path(of: name))")
    do {
      let report = try await Interruptible.run { stop in
        try await take(connection, unfinished, stop, progress)
      }
      progress.end()
      try AttemptRecord.add(.taken(report.summary))
      StandardStream.error.write(options.quiet ? "" : report.text(errorStyle))
      try StandardStream.output.print(format == .json ? report.json() : report.directory + "\n")
    } catch {
      progress.end()
      try unfinished.discard()
      throw error
    }
  }

  private var errorStyle: TextStyle {
    TerminalAbilities(of: .error, noColor: options.noColor).style
  }

  private var backupKind: BackupKind { table.isEmpty ? kind?.kind ?? .full : .tables }

  private func take(
    _ connection: String, _ unfinished: UnfinishedBackup, _ stop: StopRequest,
    _ progress: BackupProgress
  ) async throws -> BackupReport {
    try await BackupTaking(
      connection: connection, kind: backupKind, tables: table, jobs: (jobs ?? .usual).number,
      isSingleFile: singleFile, by: options.person
    ).report(unfinished, stop, progress)
  }
}
