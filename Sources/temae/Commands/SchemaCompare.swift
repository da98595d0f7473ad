import ArgumentParser
import TemaeCore
import TemaePostgres
import TemaeReport

/// `temae schema compare`: the schema of a database against a file, a capture or another database.
struct SchemaCompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Say how a database differs from what it should be like.",
    usage: """
      temae schema compare (DOCUMENT [--db NAME] | --connection-env VARIABLE)
        (--file FILE ... | --capture FILE | --with-db NAME | --with-env VARIABLE) [<options>]
      """,
    discussion: """
      Nothing on the target is changed. SQL files are applied to an empty scratch database, in a \
      throwaway cluster of the target's major version on this machine, or on the server that \
      --scratch names: what they declare must then be in the target as declared, also where an IF NOT \
      EXISTS passed over a table that was there. What else the target has is listed, and is no \
      difference unless --exact is given. With --before the files are also applied to a copy of the \
      target's schema, and that is compared: what they would pass over is named before they run. A capture and another database must be equal to the target.

      Ends with 0 where nothing is different, with 2 where something is.
      """)

  @OptionGroup var target: NamedTarget
  @OptionGroup(title: "What to compare with") var expectation: SchemaExpectation

  @Flag(help: "With --file: what the files do not declare is a difference, too.")
  var exact = false

  @Flag(help: "Do not compare owners; with --file they never are.")
  var ignoreOwners = false

  @Flag(help: "Also compare the rows of every table, and where sequences stand.")
  var contents = false

  @Option(help: ArgumentHelp("Only this schema; may be repeated.", valueName: "name"))
  var schema: [String] = []

  @Option(help: "How to write it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard !exact || !expectation.file.isEmpty else {
      throw ValidationError("--exact goes with --file: everything else is compared exactly anyway.")
    }
    guard !contents || expectation.file.isEmpty else {
      throw ValidationError("--contents compares with --capture, --with-db or --with-env.")
    }
  }

  func run() async throws {
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    let databases = try target.databases(isColored: isColored)
    let source = try expectation.source(databases)
    let identity = try await PostgresDatabase().identity(
      connection: databases.target, connectTimeoutSeconds: 10)
    let catalogs = try await source.catalogs(for: databases.target)
    let expected = catalogs.expected.restricted(to: schema)
    let found = catalogs.found.restricted(to: schema)
    var report = SchemaReport(
      expectation: source.description, target: identity,
      schema: CatalogComparison(expected: expected, found: found, rules: rules),
      isForeseen: expectation.before)
    if contents { try await compareContents(source, databases.target, expected, found, &report) }
    switch format {
    case .text: try StandardStream.output.print(report.text(options.style))
    case .json: try StandardStream.output.print(report.json())
    }
    if !report.isEqual { throw TemaeExit.findings.code }
  }

  private var rules: CatalogRules {
    var rules =
      expectation.file.isEmpty
      ? CatalogRules.equal : exact ? .exactlyDeclared : .declared
    if ignoreOwners { rules.comparesOwners = false }
    return rules
  }

  private func compareContents(
    _ source: SchemaSource, _ target: String, _ expected: Catalog, _ found: Catalog,
    _ report: inout SchemaReport
  ) async throws {
    let before = try await source.contents(of: expected.contentNames, options)
    let reading = ContentReading(connection: target, options: options)
    let now = try await reading.contents(of: found.contentNames)
    report.contents = ContentDifference.differences(expected: before, found: now)
    report.contentCount = now.tables.count + now.sequences.count
  }
}
