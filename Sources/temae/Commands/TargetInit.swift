import ArgumentParser
import TemaePostgres

/// `temae target init`: makes the table of markers, by which an interrupted SQL activity is settled.
struct TargetInitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make the marker table in a database.",
    discussion: """
      The table temae.marker takes one row an attempt, in the same transaction as the change, so \
      that a lost connection leaves no doubt. A table that is there is left as it is.
      """)

  @OptionGroup var target: NamedTarget
  @OptionGroup var options: SharedOptions

  func run() async throws {
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    let connection = try target.connection(isColored: isColored)
    let isNew = try await PostgresDatabase().makeMarkerTable(connection: connection)
    try StandardStream.output.print(
      isNew ? "made temae.marker\n" : "temae.marker was there already\n")
  }
}
