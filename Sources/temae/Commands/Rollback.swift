import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport

/// `temae rollback`: says what there is to undo, at any moment, and undoes it.
struct RollbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Undo what a run did, or say what there is to undo.",
    usage: """
      temae rollback --plan [RUN | DOCUMENT] [--scope NAME] [--to STEP] [--backup DIRECTORY]
             temae rollback [RUN] [--scope NAME | --to STEP] [--keep-going] [--overrule REASON] [--yes NAME]
      """,
    discussion: """
      For everything that took effect or may have, newest first: the blocks that undo it, or why \
      nothing does. --plan prints it, also of a document alone, as if all of it had been carried \
      out. Without it the plan is shown, the run's name must be typed, and the blocks run, each \
      with an intent and an outcome in the journal: a rollback that was interrupted goes on with \
      temae resume. What nobody saw the end of is settled first. Where the document has no way \
      back, a person is asked. At the end, what was captured before is compared.
      Beyond the document's point of no return a run only goes forward: --overrule says why not.
      A run that was completed or aborted can be rolled back too. Exit 5: all of it is undone; 2: \
      some of it is not, and the last lines say what.
      """)

  @Flag(help: "Print the plan; nothing is undone.")
  var plan = false

  @Flag(help: "The same: print what would be carried out.")
  var dryRun = false

  @Argument(
    help: ArgumentHelp(
      "The run's name, or the beginning of its id; with --plan also a runbook, a file.",
      valueName: "run"))
  var subject: String?

  @Option(
    help: ArgumentHelp(
      "Take this way back of the document, and no other: its heading, or its line.",
      valueName: "name"))
  var scope: Words?

  @Option(
    help: ArgumentHelp(
      "Say of this backup how old it is, what verifying it showed, and how much was written since.",
      valueName: "directory"))
  var backup: String?

  @Option(help: ArgumentHelp("Go back to the end of this step only.", valueName: "step"))
  var to: String?

  @Flag(help: "Where a block fails, leave what it was to undo and go on with the rest.")
  var keepGoing = false

  @Option(help: "Why.")
  var reason: Words?

  @Option(
    help: ArgumentHelp(
      "Go back although the run has passed its point of no return; why is recorded.",
      valueName: "reason"))
  var overrule: Words?

  @Option(help: ArgumentHelp("The run's name, instead of typing it.", valueName: "name"))
  var yes: String?

  @Flag(help: "Ask nobody: halt where a person is needed.")
  var unattended = false

  @Option(
    help: ArgumentHelp(
      "End the runner that holds the run, or take it from another machine; why is recorded.",
      valueName: "reason"))
  var takeOver: String?

  @Option(
    help: ArgumentHelp(
      "Pin the databases anew as they are now, after a failover or a restore; why is recorded.",
      valueName: "reason"))
  var repin: Words?

  @Option(help: "How to write it: text or json.")
  var format = RollbackFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard scope == nil || to == nil else {
      throw ValidationError("--scope takes a way back of the document as it is; --to is not for it")
    }
  }

  func run() async throws {
    if plan || dryRun { return try show(try await report()) }
    if let subject, Self.isDocument(subject) {
      throw Failure(
        .usage, "\(subject) is a document: a run is rolled back",
        next: "temae rollback --plan \(subject), or temae runs")
    }
    try await rollBack()
  }

  private func show(_ report: RollbackReport) throws {
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
  }

  private func report() async throws -> RollbackReport {
    if let subject, Self.isDocument(subject) {
      let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
      let (read, runbook) = try DocumentReader.runbook(at: subject, isColored: isColored)
      let shelf = RehearsalShelf(beside: options.place)
      let known = try await pointed([])?.known(runbook)
      let plan = RollbackPlan(
        of: runbook, scope: try chosen(in: runbook),
        rehearsal: shelf.newest(of: runbook, document: read.name), backup: known)
      return RollbackReport(runbook: runbook, plan: plan, at: SystemClock().now(), backup: known)
    }
    let read = try ReadRun(subject, options)
    return try await report(on: read.loaded.state, in: read.journal)
  }

  func report(on state: RunState, in journal: Journal) async throws -> RollbackReport {
    let scope = try chosen(in: state.runbook) ?? (state.isRollingBack ? state.rollback?.scope : nil)
    let upTo = to ?? state.rollback?.upTo
    let newest = RollbackPlan(of: state, scope: scope, upTo: upTo).backup
    let pointed = try pointed(state.targets) ?? PointedBackup(newest)
    let known = await pointed?.known(state.runbook)
    let plan = RollbackPlan(of: state, scope: scope, upTo: upTo, backup: known)
    return RollbackReport(
      state: state, plan: plan, at: SystemClock().now(), backup: known,
      onTop: try RunsOnTop.names(above: state, in: journal))
  }

  private func pointed(_ targets: [PinnedTarget]) throws -> PointedBackup? {
    guard let backup else { return nil }
    let pointed = try PointedBackup(at: backup)
    try pointed.check(against: targets)
    return pointed
  }

  func chosen(in runbook: Runbook) throws(Failure) -> RollbackScope? {
    guard let scope else { return nil }
    return try ScopeChoice(runbook).named(scope.text)
  }

  /// Names of runs have neither a slash nor an ending.
  private static func isDocument(_ text: String) -> Bool {
    text.contains("/") || text.contains(".")
  }
}
