import ArgumentParser
import TemaeCore
import TemaeReport

/// `temae audit`: who did what, when, from where, and on whose word.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Say who did what, when, from where, and why.",
    discussion: """
      Deviations stand first, then what the record does not tell, then every human act and every \
      effect in order. A name is claimed, or verified by a signature: each line says which. Times \
      are in UTC: 2026-01-31, 2026-01-31T14:03 or 2026-01-31T14:03:12.
      """)

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

  @Option(
    name: .customLong("operator"),
    help: ArgumentHelp("Only what this name or account did or drove.", valueName: "name"))
  var person: String?

  @Option(help: ArgumentHelp("Only from this time on.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Only up to this time.", valueName: "time"))
  var until: String?

  @Option(
    name: .customLong("type"),
    help: ArgumentHelp(
      "Only events of this type: attempt.failed, or attempt for all of its kind; may be repeated.",
      valueName: "type"))
  var types: [String] = []

  @Option(help: "How to write it: text, json or csv.")
  var format = Format.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    for time in [since, until].compactMap(\.self) where JournalTime.begin(time) == nil {
      throw ValidationError("\(time) is not a time; write 2026-01-31 or 2026-01-31T14:03, in UTC")
    }
    for type in types where !Event.knownTypes.contains(where: { AuditFilter.matches(type, $0) }) {
      throw ValidationError("No event is of the type \(type); temae's documentation lists them")
    }
  }

  func run() async throws {
    let read = try ReadRun(run, options)
    let report = AuditReport(
      entries: read.loaded.entries, state: read.loaded.state, filter: filter,
      payload: read.journal.resolver)
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    case .csv: try StandardStream.output.print(report.csv())
    }
  }

  private var filter: AuditFilter {
    AuditFilter(
      person: person, since: since.flatMap(JournalTime.begin),
      until: until.flatMap(JournalTime.end), types: types)
  }
}
