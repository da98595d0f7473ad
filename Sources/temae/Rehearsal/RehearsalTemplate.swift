import TemaeCore
import TemaeJournal
import TemaePostgres

/// A database that a rehearsal copies on its own server, once it is certain that it may.
enum RehearsalTemplate {
  /// Looks at it.
  ///
  /// - Parameters:
  ///   - key: Its key in the front matter.
  ///   - runbook: The runbook.
  ///   - options: They say where the journal is.
  /// - Returns: What was found.
  /// - Throws: ``Failure`` unless the document says that it is not production, nothing that is lives on
  ///   its server, and no run is open on it.
  static func find(
    _ key: String, in runbook: Runbook, _ options: SharedOptions
  ) async throws -> TemplateDatabase {
    guard let reference = runbook.settings.database(key) else {
      throw Failure(
        .usage, "--template \(key): the front matter has no such database",
        next: "name one that says production: false")
    }
    guard reference.isProduction == false else {
      throw Failure(
        .data,
        "line \(reference.line): the database \(key) does not say that it is not in production",
        next: "if that is so, write production: false beside its env:; else rehearse on a backup")
    }
    let found = try await look(at: reference)
    try Targets.check(found.identity, against: reference)
    try await requireApart(found, from: runbook.settings.databases)
    try requireNoRun(on: PinnedTarget(database: key, identity: found.identity), options)
    for copy in found.copies {
      options.remark(
        "\(copy) on \(found.identity.host) is a rehearsal's copy: that is at work, or its machine "
          + "died, and then: drop database \(copy)")
    }
    return found
  }

  private static func look(at reference: DatabaseReference) async throws -> TemplateDatabase {
    guard let connection = Environment.value(reference.variable) else {
      throw Failure(
        .data,
        "line \(reference.line): database \(reference.key) needs the environment variable "
          + "\(reference.variable), which is not set",
        next: "export \(reference.variable)='host=… dbname=… user=…'")
    }
    do {
      return try await PostgresDatabase().template(connection: connection)
    } catch {
      throw Failure(
        .data, "database \(reference.key) (line \(reference.line)): \(error)",
        next: "check \(reference.variable)")
    }
  }

  /// A server that also has what is in production is left alone: copying is work, roles are shared.
  private static func requireApart(
    _ found: TemplateDatabase, from databases: [DatabaseReference]
  ) async throws {
    for other in databases where other.isProduction != false {
      guard Environment.value(other.variable) != nil else { continue }
      let identity = try await look(at: other).identity
      let isSame =
        identity.systemIdentifier.isEmpty || found.identity.systemIdentifier.isEmpty
        ? identity.host == found.identity.host
        : identity.systemIdentifier == found.identity.systemIdentifier
      guard !isSame else {
        throw Failure(
          .data,
          "\(found.identity.database) is on the server of \(other.key), which may be in production",
          next: "rehearse on a backup, or say production: false of \(other.key) too")
      }
    }
  }

  private static func requireNoRun(
    on target: PinnedTarget, _ options: SharedOptions
  ) throws {
    guard let journal = try? options.openJournal(.read) else { return }
    guard let run = try OpenRuns(on: [target], in: journal).names.first else { return }
    throw Failure(
      .elsewhere, "run \(run) is open on database \(target.identity.database)",
      next: "temae resume \(run), or temae abort \(run) --reason …")
  }
}
