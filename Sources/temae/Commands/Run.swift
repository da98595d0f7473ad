import ArgumentParser
import FoundationEssentials
import TemaeCore
import TemaeJournal
import TemaePostgres
import TemaeReport
import TemaeRunner

extension Temae {
  /// The commands that drive a run.
  static var drivers: [any ParsableCommand.Type] {
    [RunCommand.self, ResumeCommand.self, DoCommand.self]
  }
}

/// `temae run`: opens a run of a document and drives it.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Open a run of a runbook and drive it.",
    discussion: """
      Each step waits for its planned instant: T comes from --t0, the offsets from the document. \
      People answer at this terminal or with temae answer from any other. Ctrl-C leaves a run that \
      temae resume goes on with.
      """)

  @Argument(help: "The runbook, a Markdown file.")
  var document: String

  @Option(
    help: ArgumentHelp(
      "When T is: now, +2h, 22:30, 2026-01-31T22:30. Local to the runbook's time zone.",
      valueName: "time"))
  var t0: String?

  @Option(
    help: ArgumentHelp(
      "How long a minute of the schedule lasts, for demonstrations: 500ms. Recorded in the run.",
      valueName: "duration"))
  var minute = Span(microseconds: 60_000_000)

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("A value for a parameter of the front matter.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      "Agree to a document without `temae: 1` as temae show reads it, by its digest.",
      valueName: "digest"))
  var accept: String?

  @Option(help: ArgumentHelp("Share a new journal with this group.", valueName: "name"))
  var group: String?

  @Flag(help: "Allow a journal that a reboot deletes.")
  var allowTmpfs = false

  @OptionGroup var others: BesideOptions
  @OptionGroup var driving: DrivingOptions
  @OptionGroup var options: SharedOptions

  func run() async throws {
    Interruptions.watch()
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    let (read, runbook) = try DocumentReader.runbook(at: document, isColored: isColored)
    try Admission.check(runbook, at: document, until: driving.untilStep)
    let now = SystemClock().now()
    let start = try startTime(runbook, now)
    let given = try ParameterValues(parameters, of: runbook)
    let acceptance = try Admission.acceptance(
      runbook, accept: accept, canAsk: !driving.unattended && StandardStream.canAsk,
      style: options.style)
    let secrets = try await SecretValues(isUnattended: driving.unattended, options: options)
      .supply(RunState(runbook: runbook).neededSecrets(in: []))
    let targets = try await Targets.observe(runbook, environment: Drive.environment)
    let journal = try options.openJournal(
      .create, group: group, allowsTemporaryFileSystem: allowTmpfs)
    let openRuns = try OpenRuns(on: targets, in: journal)
    try openRuns.check(beside: others.beside)
    let identifier = Identifier.make(at: now)
    let lock = try RunLock.take(run: identifier, beside: journal.place)
    let name = try journal.nextRunName(slug: Self.slug(runbook.title))
    let database = PostgresDatabase()
    let found = try await TargetHolding(
      database: database, run: identifier, name: name, runbook: runbook, beside: others.beside
    ).take(targets)
    try openRuns.checkNames(others.beside, found: found)
    let opening = Opening(
      run: identifier, name: name,
      runbook: runbook, compiled: try Self.compiled(runbook), source: read.source,
      directory: read.directory, document: read.name, files: try read.pinnedFiles(runbook),
      acceptance: acceptance, t0: start, minuteMicroseconds: minute.microseconds,
      parameters: given.open, targets: targets, tool: Temae.version, beside: others.beside,
      reason: others.reason?.text,
      rehearsal: RehearsalShelf(beside: journal.place).newest(of: runbook, document: read.name))
    let state = try opening.record(
      in: journal, clock: SystemClock(), machine: SystemMachine(), by: options.person,
      lease: Drive.lease(honoursSchedule: !driving.noWait))
    guard let state else {
      throw Failure(.elsewhere, "another process opened a run in this instant", next: "try again")
    }
    options.remark("run \(opening.name) in \(journal.place.path)")
    let exit = try await Drive(
      journal: journal, state: state, common: options, options: driving,
      secrets: secrets, database: database, beside: others.beside
    ).run()
    withExtendedLifetime(lock) {}
    throw exit.code
  }

  private func startTime(_ runbook: Runbook, _ now: Instant) throws(Failure) -> Instant? {
    guard let t0 else {
      let isScheduled = runbook.steps.contains { $0.offset != nil }
      guard driving.noWait || !isScheduled else {
        throw Failure(
          .usage, "the runbook has a schedule, and nothing says when T is",
          next: "temae run \(document) --t0 22:30, or --no-wait to ignore the schedule")
      }
      return nil
    }
    return try StartTime.parse(t0, now: now, timezone: runbook.settings.timezone)
  }

  /// The compiled form with sorted keys, so that equal runbooks are equal bytes.
  static func compiled(_ runbook: Runbook) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(runbook))
  }

  /// The title in lower-case ASCII letters and digits, joined by hyphens, at most 40 characters.
  static func slug(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    var slug = ""
    for word in words where slug.count + word.count < 40 {
      slug += slug.isEmpty ? String(word) : "-\(word)"
    }
    return slug.isEmpty ? "run" : slug
  }
}
