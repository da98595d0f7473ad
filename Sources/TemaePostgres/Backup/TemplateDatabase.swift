public import TemaeCore

/// A database that a rehearsal may copy on its own server, as it was found.
public struct TemplateDatabase: Hashable, Sendable {
  /// Leads to it whatever variables of libpq this process has.
  public var connection: String
  /// Who answers.
  public var identity: TargetIdentity
  /// Copies of rehearsals on its server: one is at work there, or its machine died.
  public var copies: [String]
}

extension PostgresDatabase {
  /// Looks at a database that is to be copied; no connection is left.
  ///
  /// - Parameter connection: A libpq connection string or URI.
  /// - Returns: What was found.
  /// - Throws: ``PostgresError`` when it cannot be asked.
  public func template(connection: String) async throws(PostgresError) -> TemplateDatabase {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae rehearse",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      let copies = try session.asking { session throws(Session.Trouble) in
        try session.ask(
          "select datname from pg_catalog.pg_database where starts_with(datname, "
            + "'\(TemplateCopy.prefix)') order by 1"
        ).compactMap { $0.first ?? nil }
      }
      return TemplateDatabase(
        connection: session.wholeConnection, identity: try session.identity(), copies: copies)
    }
  }
}
