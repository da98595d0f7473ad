import ArgumentParser
import TemaeCore
import TemaeReport

/// `temae rollback --plan`: what a rollback would do, at any moment, also before a run.
struct RollbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Say what a rollback would do, and why.",
    usage: "temae rollback --plan [RUN | DOCUMENT] [--scope NAME] [--format <format>]",
    discussion: """
      For everything that took effect or may have, newest first: the blocks that undo it, or why \
      nothing does. Of a document alone it says the same as if all of it had been carried out. \
      Nothing is undone: this version does not carry a rollback out.
      """)

  @Flag(help: "Print the plan. Needed: nothing else can be asked for yet.")
  var plan = false

  @Argument(
    help: ArgumentHelp(
      "The run's name, or the beginning of its id; or a runbook, a file.", valueName: "run"))
  var subject: String?

  @Option(
    help: ArgumentHelp(
      "Also say what this way back of the document undoes and leaves: its heading, or its line.",
      valueName: "name"))
  var scope: Words?

  @Option(help: "How to write it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard plan else {
      throw ValidationError(
        "This version carries no rollback out: add --plan to see what there is to undo, and how.")
    }
  }

  func run() async throws {
    let report = try report()
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
  }

  private func report() throws -> RollbackReport {
    let now = SystemClock().now()
    if let subject, Self.isDocument(subject) {
      let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
      let runbook = try DocumentReader.runbook(at: subject, isColored: isColored).runbook
      let plan = RollbackPlan(of: runbook, scope: try chosen(in: runbook))
      return RollbackReport(runbook: runbook, plan: plan, at: now)
    }
    let loaded = try ReadRun(subject, options).loaded
    let plan = RollbackPlan(
      of: loaded.state, entries: loaded.entries, scope: try chosen(in: loaded.state.runbook))
    return RollbackReport(state: loaded.state, plan: plan, at: now)
  }

  private func chosen(in runbook: Runbook) throws(Failure) -> RollbackScope? {
    guard let scope else { return nil }
    return try ScopeChoice(runbook).named(scope.text)
  }

  /// Names of runs have neither a slash nor an ending.
  private static func isDocument(_ text: String) -> Bool {
    text.contains("/") || text.contains(".")
  }
}
