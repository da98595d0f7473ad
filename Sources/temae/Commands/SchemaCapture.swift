import ArgumentParser
import TemaeCore
import TemaePostgres

/// `temae schema capture`: a schema as a file, to compare with later.
struct SchemaCaptureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Write the schema of a database as JSON, to compare with later.",
    discussion: """
      Nothing is changed: everything is read in read-only transactions. The catalog can be read by \
      every role. The file goes to standard output: temae schema capture DOC > before.json. \
      Ends with 2 where a table could not be read.
      """)

  @OptionGroup var target: NamedTarget

  @Flag(help: "Also count and digest the rows of every table, and read where sequences stand.")
  var contents = false

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    let connection = try target.connection(isColored: isColored)
    let postgres = PostgresDatabase()
    let identity = try await postgres.identity(connection: connection, connectTimeoutSeconds: 10)
    let takenAt = SystemClock().now()
    let catalog = try await postgres.catalog(connection: connection)
    let reading = ContentReading(connection: connection, options: options)
    let capture = SchemaCapture(
      catalog: catalog, contents: contents ? try await reading.contents(of: nil) : nil,
      takenAt: takenAt, target: identity)
    try StandardStream.output.print(capture.canonicalBytes + [UInt8(ascii: "\n")])
    guard let unread = capture.contents?.unread, !unread.isEmpty else { return }
    let names = unread.prefix(5).map { "\($0.name): \($0.reason)" }.joined(separator: "\n")
    throw Failure(
      .findings, "\(unread.count) of the tables could not be read\n\(names)",
      next: "capture as a role that may read all of them, when nobody holds a lock on them")
  }
}
