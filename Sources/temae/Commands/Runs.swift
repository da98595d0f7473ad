import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport

/// `temae runs`: the journal's runs, oldest first.
struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs of the journal.")

  @Option(help: "How to write it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let journal = try options.openJournal(.read)
    let report = RunsReport(
      rows: try journal.runs().map { summary in
        RunRow(
          name: summary.name, id: summary.id, title: summary.title, openedAt: summary.openedAt,
          lastAt: summary.lastAt,
          status: RunStatus(lastRunEvent: summary.lastRunEvent))
      })
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
  }
}

extension RunStatus {
  /// The status that the newest of a run's `run.…` and `rollback.…` events left it in.
  init(lastRunEvent type: String) {
    self =
      switch type {
      case "run.paused": .paused
      case "run.halted": .halted
      case "run.aborted": .aborted
      case "run.completed": .completed
      case "rollback.completed": .rolledBack
      default: .open
      }
  }
}
