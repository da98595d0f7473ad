import ArgumentParser
import TemaeCore

/// Which database is meant: one of a document's, or the one that a variable leads to.
struct NamedTarget: ParsableArguments {
  @Argument(help: "The runbook whose front matter names the database.")
  var document: String?

  @Option(
    name: .customLong("db"),
    help: ArgumentHelp(
      "The database's key in the front matter. (default: the only one)", valueName: "name"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "The environment variable that holds the connection string, instead of a document.",
      valueName: "variable"))
  var connectionEnv: String?

  func validate() throws {
    guard (document == nil) != (connectionEnv == nil) else {
      throw ValidationError("Name either a DOCUMENT or --connection-env VARIABLE.")
    }
    guard key == nil || document != nil else {
      throw ValidationError("--db names a database of a DOCUMENT.")
    }
  }

  /// The connection string, which may hold a password: it is never shown.
  func connection(isColored: Bool) throws(Failure) -> String {
    try databases(isColored: isColored).target
  }

  /// The target, and what else the document names; what the compiler says of it goes to standard
  /// error.
  func databases(isColored: Bool) throws(Failure) -> NamedDatabases {
    if let connectionEnv {
      return NamedDatabases(
        target: try NamedDatabases.value(of: connectionEnv, for: "--connection-env"))
    }
    guard let document else { throw Failure(.usage, "no database is named") }
    let (_, runbook) = try DocumentReader.runbook(at: document, isColored: isColored)
    return try NamedDatabases(document, runbook, key: key)
  }
}
