import ArgumentParser
import TemaeCore

/// Which database is meant: one of a document's, the one that a variable leads to, or the one that the
/// `PG…` variables name, as they do in a block with `db=`.
struct OptionalTarget: ParsableArguments {
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
    guard document == nil || connectionEnv == nil else {
      throw ValidationError("Name either a DOCUMENT or --connection-env VARIABLE.")
    }
    guard key == nil || document != nil else {
      throw ValidationError("--db names a database of a DOCUMENT.")
    }
    // Whoever types one has put a password where everybody can read it.
    guard document?.contains("://") != true else {
      throw ValidationError(
        "A connection string does not belong on a command line: everybody can read it there. "
          + "Put it into an environment variable: --connection-env VARIABLE.")
    }
  }

  /// What to say where a database is needed and none is named.
  static let missing = Failure(
    .usage, "no database is named",
    next: "name a DOCUMENT, --connection-env VARIABLE, or set PGDATABASE and its like")

  /// The target, and what else the document names; `nil` where nothing names a database.
  func databases(isColored: Bool) throws(Failure) -> NamedDatabases? {
    if let connectionEnv {
      return NamedDatabases(
        target: try NamedDatabases.value(of: connectionEnv, for: "--connection-env"))
    }
    if let document {
      let (_, runbook) = try DocumentReader.runbook(at: document, isColored: isColored)
      return try NamedDatabases(document, runbook, key: key)
    }
    let isNamed = ["PGDATABASE", "PGSERVICE"].contains { Environment.value($0) != nil }
    // libpq takes everything that this does not say from the PG* variables.
    return isNamed ? NamedDatabases(target: "application_name=temae") : nil
  }
}
