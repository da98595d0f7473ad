import ArgumentParser
import TemaeBackup
import TemaeCore
import TemaeReport

/// `temae rehearse`: carries a runbook out on a copy, undoes it there, and compares.
struct RehearseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Carry a runbook out on a copy of its database, undo it there, and compare.",
    usage: """
      temae rehearse DOCUMENT --on NAME (--backup DIRECTORY | --template NAME) [--until STEP] \
      [--each-step] [--answers FILE] [--param NAME=VALUE ...] [<options>]
      """,
    discussion: """
      The copy is restored from a verified backup in a throwaway cluster on this machine, or is made \
      from a database that is not in production, on its own server; no database itself is touched, \
      and nobody's connection is ended. Only SQL and shell blocks with db=NAME run, those whose fence \
      says rehearse, and items that --answers answers; all others are listed as not rehearsed. \
      Nothing that runs gets a variable that leads to another server. After \
      each step that may alter something, and after the rollback, schema and contents are compared \
      with the beginning. What was found is kept beside the journal, for temae rollback --plan and \
      temae run.

      Ends with 0 where the copy is as it was; with 2 where it is not; with 1 where the runbook did \
      not come to its end.
      """)

  @Argument(help: "The runbook, a Markdown file.")
  var document: String

  @Option(
    help: ArgumentHelp(
      "The database's key in the front matter: blocks that name it run.", valueName: "name"))
  var on: String

  @Option(
    help: ArgumentHelp("The verified backup that the copy is made from.", valueName: "directory"))
  var backup: String?

  @Option(
    help: ArgumentHelp(
      "The database that is copied instead: a key whose entry says production: false.",
      valueName: "name"))
  var template: String?

  @Flag(help: "Also roll back from after each step before the last, each time on a new copy.")
  var eachStep = false

  @Option(help: ArgumentHelp("Turn back after this step.", valueName: "step"))
  var until: String?

  @Option(
    help: ArgumentHelp(
      "Answers to items: lines of an id, as temae show prints it, and yes or no.",
      valueName: "file"))
  var answers: String?

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("A value for a parameter of the front matter.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many connections restore at a time. (default: one a processor, at most 4)",
      valueName: "number"))
  var jobs: JobCount?

  @Option(help: "How to write what came of it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard (backup == nil) != (template == nil) else {
      throw ValidationError("A copy is made from --backup or from --template: name one of them.")
    }
    guard template == nil || jobs == nil else {
      throw ValidationError("--jobs restores a backup: it goes without --template.")
    }
  }

  func run() async throws {
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    let (read, runbook) = try DocumentReader.runbook(at: document, isColored: isColored)
    try Admission.check(runbook, at: document, until: until)
    let reference = try reference(runbook)
    let answered = try answers.map { try RehearsalAnswers(at: $0, for: runbook) } ?? .init()
    let rehearsed = RehearsedRunbook(of: runbook, on: on, answered: Set(answered.answers.keys))
    guard rehearsed.hasBlocks else {
      throw Failure(
        .data, "no block of \(document) names the database \(on): nothing can be rehearsed",
        next: "write db=\(on) into the fences of the blocks that work on it")
    }
    let rehearsing = Rehearsing(
      document: read, rehearsed: rehearsed, database: on,
      source: try await source(reference, runbook), parameters: parameters, answers: answered,
      isEachStep: eachStep, until: until, options: options)
    let report = try await Interruptible.run { try await rehearsing.run($0) }
    try keep(report, of: read, runbook)
    try show(report)
  }

  private func keep(
    _ report: RehearsalReport, of document: DocumentReader.Document, _ runbook: Runbook
  ) throws {
    let record = report.record(
      at: SystemClock().now(), by: options.person, document: document.name,
      files: runbook.files.map(FileRecord.init), tool: Temae.version)
    options.remark("kept in \(try RehearsalShelf(beside: options.place).keep(record))")
  }

  private func show(_ report: RehearsalReport) throws {
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
    guard report.isForward else { throw TemaeExit.halted.code }
    guard report.isGood else { throw TemaeExit.findings.code }
  }

  private func reference(_ runbook: Runbook) throws(Failure) -> DatabaseReference {
    guard let reference = runbook.settings.database(on) else {
      let known = runbook.settings.databases.map(\.key).joined(separator: ", ")
      throw Failure(
        .usage, "--on \(on): the front matter has no such database",
        next: known.isEmpty ? "add databases: to the front matter" : "name one of: \(known)")
    }
    return reference
  }

  private func source(
    _ reference: DatabaseReference, _ runbook: Runbook
  ) async throws -> RehearsalSource {
    if let template {
      return .template(try await RehearsalTemplate.find(template, in: runbook, options))
    }
    let directory = try verified(reference, at: backup ?? "")
    return .backup(directory, jobs: (jobs ?? .usual).number)
  }

  /// The backup, proven to be whole and of the database that is meant.
  private func verified(
    _ reference: DatabaseReference, at path: String
  ) throws -> BackupDirectory {
    let directory = try BackupDirectory(at: path)
    guard directory.manifest.kind == .full else {
      throw Failure(
        .data,
        "\(directory.path) holds not all of its database: it is of kind "
          + directory.manifest.kind.rawValue, next: "temae backup \(document) --db \(on)")
    }
    guard directory.verification()?.isVerified == true else {
      throw Failure(
        .data, "nothing has verified \(directory.path)",
        next: "temae backup verify \(directory.path)")
    }
    let database = directory.manifest.source.target.database
    if let expected = reference.expectedDatabase, expected != database {
      throw Failure(
        .data, "\(directory.path) is a backup of \(database), and \(on) is \(expected)",
        next: "name a backup of \(expected)")
    }
    let findings = try directory.fileFindings { _ in }
    if let first = findings.first {
      throw Failure(
        .data, "\(directory.path): \(first.problem)",
        next: "temae backup verify \(directory.path)")
    }
    return directory
  }
}
