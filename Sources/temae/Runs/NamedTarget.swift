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
    if let connectionEnv { return try value(of: connectionEnv, for: "--connection-env") }
    guard let document else { throw Failure(.usage, "no database is named") }
    let (_, runbook) = try DocumentReader.runbook(at: document, isColored: isColored)
    let reference = try reference(in: runbook, document)
    return try value(
      of: reference.variable, for: "\(document):\(reference.line): database \(reference.key)")
  }

  private func reference(
    in runbook: Runbook, _ document: String
  ) throws(Failure) -> DatabaseReference {
    let databases = runbook.settings.databases
    let keys = databases.map(\.key).joined(separator: ", ")
    if let key {
      guard let reference = runbook.settings.database(key) else {
        throw Failure(
          .data, "the front matter of \(document) has no database \(key)",
          next: keys.isEmpty ? "add databases: to it" : "it has \(keys)")
      }
      return reference
    }
    guard let only = databases.first else {
      throw Failure(
        .data, "the front matter of \(document) names no database", next: "add databases: to it")
    }
    guard databases.count == 1 else {
      throw Failure(.usage, "\(document) names several databases", next: "add --db: \(keys)")
    }
    return only
  }

  private func value(of variable: String, for purpose: String) throws(Failure) -> String {
    guard let value = Environment.value(variable) else {
      throw Failure(
        .data, "\(purpose) needs the environment variable \(variable), which is not set",
        next: "export \(variable)='host=… dbname=… user=…'")
    }
    return value
  }
}
