import ArgumentParser
import TemaeReport

/// `temae show`: the compiled runbook, how each part of it was read, and what will not run.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Say how a runbook is read, and what would run.",
    discussion:
      "Nothing is run and nothing is recorded. Ends with 65 where the document has errors.")

  @Argument(help: "The runbook, a Markdown file.")
  var document: String

  @Option(help: "How to write it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    let (_, runbook) = try DocumentReader.runbook(at: document, isColored: isColored)
    let report = RunbookReport(runbook)
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
  }
}
