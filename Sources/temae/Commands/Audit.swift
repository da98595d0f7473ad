import ArgumentParser
import TemaeReport

/// `temae audit`: who did what, when, from where, and on whose word.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Say who did what, when, from where, and why.")

  /// How an audit is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case text
    /// For programs.
    case json
    /// For spreadsheets.
    case csv
  }

  @Argument(help: "The run's name, or the beginning of its id.")
  var run: String?

  @Option(help: "How to write it: text, json or csv.")
  var format = Format.text

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let read = try ReadRun(run, options)
    let report = AuditReport(
      entries: read.loaded.entries, state: read.loaded.state, payload: read.journal.resolver)
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    case .csv: try StandardStream.output.print(report.csv())
    }
  }
}
