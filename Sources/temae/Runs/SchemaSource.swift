import TemaeCore
import TemaePostgres
import TemaeReport

/// What a target is compared with, as far as it can be had without asking a server.
enum SchemaSource {
  /// SQL files, and the server for the scratch database; a throwaway cluster where it is `nil`.
  case files([SQLOrder.Piece], server: String?)
  /// A capture, and the file that it was read from.
  case capture(String, SchemaCapture)
  /// Another database, and what names it.
  case database(String, connection: String)

  /// For the report.
  var description: SchemaReport.Expectation {
    switch self {
    case .files(let pieces, _): .files(pieces.compactMap(\.file))
    case .capture(let path, _): .capture(path)
    case .database(let name, _): .database(name)
    }
  }

  /// The expected catalog.
  ///
  /// - Parameter target: The target's connection string.
  /// - Returns: What the target should be like.
  /// - Throws: ``TemaePostgres/PostgresError``, above all for a file that cannot be applied.
  func catalog(for target: String) async throws -> Catalog {
    switch self {
    case .files(let pieces, let server):
      try await PostgresDatabase().declaredCatalog(of: pieces, target: target, server: server)
    case .capture(_, let capture): capture.catalog
    case .database(_, let connection):
      try await PostgresDatabase().catalog(connection: connection)
    }
  }

  /// The expected contents of the named tables and sequences.
  func contents(of names: [String], _ options: SharedOptions) async throws -> Contents {
    switch self {
    case .files: Contents(tables: [])
    case .capture(let path, let capture): try Self.contents(of: names, path, capture)
    case .database(_, let connection):
      try await ContentReading(connection: connection, options: options).contents(of: names)
    }
  }

  private static func contents(
    of names: [String], _ path: String, _ capture: SchemaCapture
  ) throws(Failure) -> Contents {
    guard let contents = capture.contents else {
      throw Failure(
        .data, "\(path) holds no contents",
        next: "capture them when they are as they should be: temae schema capture --contents")
    }
    return contents.restricted(to: names)
  }
}
