import ArgumentParser
import TemaeCore

/// The options that say what a target is compared with.
struct SchemaExpectation: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A SQL file that declares the schema; may be repeated, they are applied in order.",
      valueName: "file"))
  var file: [String] = []

  @Option(
    help: ArgumentHelp(
      "A SQL file with what they need and do not make themselves; may be repeated.",
      valueName: "file"))
  var given: [String] = []

  @Flag(
    help: """
      The files are still to be run: compare a copy of the schema on which they were, not the \
      database itself.
      """)
  var before = false

  @Option(help: ArgumentHelp("What temae schema capture wrote.", valueName: "file"))
  var capture: String?

  @Option(help: ArgumentHelp("Another database of the DOCUMENT, by its key.", valueName: "name"))
  var withDb: String?

  @Option(
    help: ArgumentHelp(
      "Another database: the environment variable with its connection string.",
      valueName: "variable"))
  var withEnv: String?

  @Option(
    help: ArgumentHelp(
      "Make the scratch database on the server of this database of the DOCUMENT.",
      valueName: "name"))
  var scratch: String?

  @Option(
    help: ArgumentHelp(
      "The same, by the environment variable with the connection string.", valueName: "variable"))
  var scratchEnv: String?

  func validate() throws {
    let count = [!file.isEmpty, capture != nil, withDb != nil, withEnv != nil].count { $0 }
    guard count == 1 else {
      throw ValidationError(
        "Name one thing to compare with: --file, --capture, --with-db or --with-env.")
    }
    guard scratch == nil && scratchEnv == nil || !file.isEmpty else {
      throw ValidationError("--scratch and --scratch-env go with --file.")
    }
    guard !before && given.isEmpty || !file.isEmpty else {
      throw ValidationError("--before and --given go with --file.")
    }
    guard scratch == nil || scratchEnv == nil else {
      throw ValidationError("Name one server for the scratch database.")
    }
  }

  /// What the options name, with files read and connection strings found.
  func source(_ databases: NamedDatabases) throws(Failure) -> SchemaSource {
    if let capture { return .capture(capture, try read(capture: capture)) }
    if let withDb { return .database(withDb, connection: try databases.connection(of: withDb)) }
    if let withEnv {
      let connection = try NamedDatabases.value(of: withEnv, for: "--with-env")
      return .database(withEnv, connection: connection)
    }
    var pieces: [SQLOrder.Piece] = []
    for path in given + file { pieces.append(try piece(path)) }
    return .files(
      pieces,
      CatalogQuestion.Declaring(
        server: try server(databases), givenCount: given.count, isForeseen: before))
  }

  private func server(_ databases: NamedDatabases) throws(Failure) -> String? {
    if let scratch { return try databases.connection(of: scratch) }
    guard let scratchEnv else { return nil }
    return try NamedDatabases.value(of: scratchEnv, for: "--scratch-env")
  }

  private func piece(_ path: String) throws(Failure) -> SQLOrder.Piece {
    let bytes = try bytes(of: path)
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw Failure(.data, "\(path) is not UTF-8 text")
    }
    guard !SchemaCapture.isCapture(bytes) else {
      throw Failure(
        .data, "\(path) holds no SQL", next: "compare with a capture: --capture \(path)")
    }
    return SQLOrder.Piece(file: path, text: text, firstLine: 1)
  }

  private func read(capture path: String) throws(Failure) -> SchemaCapture {
    let bytes = try bytes(of: path)
    guard SchemaCapture.isCapture(bytes) else {
      throw Failure(
        .data, "\(path) is no capture", next: "compare with a SQL file: --file \(path)")
    }
    do throws(CanonicalReader.Malformed) {
      return try SchemaCapture(bytes: bytes)
    } catch {
      throw Failure(
        .data, "\(path) is no capture that this version of temae can read: \(error)",
        next: "capture it again: temae schema capture")
    }
  }

  private func bytes(of path: String) throws(Failure) -> [UInt8] {
    do throws(FileBytes.Problem) {
      return try FileBytes.read(path, limitBytes: 1 << 30)
    } catch {
      switch error {
      case .missing: throw Failure(.data, "there is no file \(path)", next: "check the path")
      case .notAFile(let kind): throw Failure(.data, "\(path) is \(kind)")
      case .tooLarge: throw Failure(.data, "\(path) is larger than 1 GiB")
      case .refused(let reason): throw Failure(.data, "\(path) cannot be read: \(reason)")
      }
    }
  }
}
