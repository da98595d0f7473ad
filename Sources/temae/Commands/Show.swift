import ArgumentParser
import TemaeCore
import TemaeReport

/// `temae show`: the compiled runbook, how each part of it was read, and what will not run.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Say how a runbook is read, and what would run.",
    usage: "temae show (DOCUMENT | --run RUN) [--format <format>]",
    discussion:
      "Nothing is run and nothing is recorded. Ends with 65 where the document has errors.")

  @Argument(help: "The runbook, a Markdown file.")
  var document: String?

  @Option(
    help: ArgumentHelp(
      "The runbook of this run instead, as it was opened and amended.", valueName: "run"))
  var run: String?

  @Option(help: "How to write it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard (document == nil) != (run == nil) else {
      throw ValidationError("Name either a DOCUMENT or --run RUN.")
    }
  }

  func run() async throws {
    let report = RunbookReport(try runbook())
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
  }

  private func runbook() throws -> Runbook {
    if let document {
      let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
      return try DocumentReader.runbook(at: document, isColored: isColored).runbook
    }
    let state = try ReadRun(run, options).loaded.state
    let count = state.amendments.count
    options.remark(
      "the runbook of \(state.opened?.name ?? state.run)"
        + (count == 0
          ? ", as it was opened" : ", amended \(count == 1 ? "once" : "\(count) times")"))
    return state.runbook
  }
}
