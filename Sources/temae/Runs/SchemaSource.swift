import TemaeCore
import TemaePostgres
import TemaeReport

/// What a target is compared with, as far as it can be had without asking a server.
enum SchemaSource {
  /// SQL files, and how they are applied.
  case files([SQLOrder.Piece], CatalogQuestion.Declaring)
  /// A capture, and the file that it was read from.
  case capture(String, SchemaCapture)
  /// Another database, and what names it.
  case database(String, connection: String)

  /// For the report.
  var description: SchemaReport.Expectation {
    switch self {
    case .files(let pieces, let declaring):
      .files(pieces.dropFirst(declaring.givenCount).compactMap(\.file))
    case .capture(let path, _): .capture(path)
    case .database(let name, _): .database(name)
    }
  }

  /// The expected catalog, and the target's.
  ///
  /// - Parameter target: The target's connection string.
  /// - Returns: What the target should be like, and what it is like, or would be.
  /// - Throws: ``TemaePostgres/PostgresError``, above all for a file that cannot be applied.
  func catalogs(for target: String) async throws -> (expected: Catalog, found: Catalog) {
    let postgres = PostgresDatabase()
    switch self {
    case .files(let pieces, let declaring):
      let reading = try await postgres.declared(by: pieces, declaring, target: target)
      return (reading.declared ?? Catalog(objects: []), reading.present)
    case .capture(_, let capture):
      return (capture.catalog, try await postgres.catalog(connection: target))
    case .database(_, let connection):
      let expected = try await postgres.catalog(connection: connection)
      return (expected, try await postgres.catalog(connection: target))
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
