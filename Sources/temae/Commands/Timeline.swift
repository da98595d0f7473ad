import ArgumentParser
import TemaeReport

/// `temae timeline`: planned against actual.
struct TimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Compare what was planned with what happened.")

  @Argument(help: "The run's name, or the beginning of its id.")
  var run: String?

  @Option(help: "How to write it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let loaded = try ReadRun(run, options).loaded
    let report = TimelineReport(state: loaded.state, entries: loaded.entries)
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
  }
}
