import ArgumentParser
import TemaeReport

/// `temae timeline`: planned against actual, and what is left.
struct TimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Compare what was planned with what happened.",
    discussion: """
      Steps, attempts, waiting for people, watches, and when nobody drove; how late it is, and when \
      what is left should end. temae timeline --format html > timeline.html writes one page that \
      needs nothing else; svg is its picture alone, mermaid a chart for Markdown.
      """)

  @Argument(help: "The run's name, or the beginning of its id.")
  var run: String?

  @Option(help: "How to write it: text, json, html, svg or mermaid.")
  var format = TimelineFormat.text

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let loaded = try ReadRun(run, options).loaded
    let report = TimelineReport(
      state: loaded.state, entries: loaded.entries, at: SystemClock().now())
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    case .html: try StandardStream.output.print(report.html())
    case .svg: try StandardStream.output.print(report.svg())
    case .mermaid: try StandardStream.output.print(report.mermaid())
    }
  }
}
