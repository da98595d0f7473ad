import TemaeCore

/// A database that is to be copied on its own server.
struct TemplateSource {
  /// Who answers.
  let identity: TargetIdentity
  /// The server's major version.
  let majorVersion: Int
  /// What leads to it, as variables.
  let environment: [EnvironmentVariable]

  /// Looks at it; no connection is left.
  ///
  /// - Parameter connection: A libpq connection string or URI.
  /// - Throws: ``PostgresError/noScratch(reason:)`` where somebody is connected to it: nobody is sent
  ///   away, and PostgreSQL copies no database that is in use.
  init(_ connection: String) throws(PostgresError) {
    let session = try Session(
      ConnectionString(connection), applicationName: "temae rehearse",
      connectTimeoutSeconds: Connecting.timeoutSeconds)
    identity = try session.identity()
    majorVersion = session.serverVersion / 10_000
    environment = session.environment
    let others = try session.asking { session throws(Session.Trouble) in
      try session.ask(Self.othersQuery).compactMap { $0.first ?? nil }
    }
    guard others.isEmpty else {
      throw .noScratch(
        reason: "\(identity.database) is in use, and PostgreSQL copies no database that is: "
          + others.joined(separator: "; ")
          + ". Nobody is sent away: rehearse when they have left, or on a backup")
    }
  }

  /// Who is connected, at most five of them, and how many more.
  private static let othersQuery = """
    select case when n <= 5 then pg_catalog.format('process %s, %s%s, since %s', pid, usename,
        case when application_name <> '' then ' with ' || application_name else '' end,
        to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"'))
      else 'and ' || total - 5 || ' more' end
    from (
      select *, row_number() over (order by backend_start) as n, count(*) over () as total
      from pg_catalog.pg_stat_activity
      where datname = pg_catalog.current_database() and pid <> pg_catalog.pg_backend_pid()
        -- The server itself sends these away, and waits for those of ours that have just ended.
        and backend_type <> 'autovacuum worker' and application_name <> 'temae rehearse'
    ) as other where n <= 6
    """
}
