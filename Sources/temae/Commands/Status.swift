import ArgumentParser
import TemaeCore
import TemaeReport

/// `temae status`: where a run stands, what it waits for, and what can be done now.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say where a run stands, and what can be done now.",
    discussion: """
      The exit code says the same: 0 goes on or done, 1 halted, 3 waits for a person, 4 aborted, \
      6 an outcome is unknown.
      """)

  @Argument(help: "The run's name, or the beginning of its id.")
  var run: String?

  @Option(help: "How to write it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let read = try ReadRun(run, options)
    let report = StatusReport(
      state: read.loaded.state, at: SystemClock().now(),
      holder: try read.journal.holder(of: read.loaded.state.run), payload: read.journal.resolver,
      entries: read.loaded.entries)
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
    throw ExitCode(report.exitCode)
  }
}
