public import TemaeCore

/// What is worth knowing about a target before the window opens: `temae target show`.
public struct TargetReport: Hashable, Sendable {
  /// A backend that others wait for, or whose transaction has been open for long.
  public struct Holder: Hashable, Sendable {
    /// The backend's process id.
    public var process: Int
    /// The role and the application's name.
    public var who: String
    /// What it does: `active`, `idle in transaction` and the like.
    public var state: String
    /// Since when its transaction has been open, in seconds.
    public var openSeconds: Int
    /// How many backends wait for it.
    public var waitingCount: Int
    /// Its latest statement, shortened to 200 characters.
    public var statement: String
  }

  /// Who is at the other end.
  public var identity: TargetIdentity
  /// Whether the marker table is there.
  public var hasMarkerTable: Bool
  /// Whether the server is a standby, which takes no change.
  public var isStandby: Bool
  /// Whether a pooler in session mode stands between; one in transaction mode is an error.
  public var isPooled: Bool
  /// What the role may do beyond what it was granted: `superuser`, `createdb` and the like.
  public var privileges: [String]
  /// Who could be in the way: blockers, and transactions open for over a minute; at most 20.
  public var holders: [Holder]
}

extension PostgresDatabase {
  /// Looks at a target without changing anything.
  ///
  /// - Parameter connection: A libpq connection string or URI.
  /// - Returns: What was seen.
  /// - Throws: ``PostgresError`` when the target cannot be asked.
  public func report(connection: String) async throws(PostgresError) -> TargetReport {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      let identity = try session.identity()
      return try session.asking { session throws(Session.Trouble) in
        try TargetReport(identity, session)
      }
    }
  }
}

extension TargetReport {
  init(_ identity: TargetIdentity, _ session: Session) throws(Session.Trouble) {
    self.identity = identity
    hasMarkerTable =
      try session.askValue("select pg_catalog.to_regclass('temae.marker') is not null") == "t"
    isStandby = try session.askValue("select pg_catalog.pg_is_in_recovery()") == "t"
    isPooled =
      try session.askValue("select pg_catalog.pg_backend_pid()") != String(session.announcedProcess)
    privileges = try session.ask(Self.privilegeQuery).compactMap { $0.first ?? nil }
    holders = try session.ask(Self.holderQuery).compactMap(Holder.init(row:))
  }

  private static let privilegeQuery = """
    select p.name from pg_catalog.pg_roles r, lateral (values
      (1, 'superuser', r.rolsuper), (2, 'createdb', r.rolcreatedb),
      (3, 'createrole', r.rolcreaterole), (4, 'replication', r.rolreplication),
      (5, 'bypassrls', r.rolbypassrls)) p (place, name, has)
    where r.rolname = current_user and p.has order by p.place
    """

  private static let holderQuery = """
    select a.pid, pg_catalog.format('%s (%s)', a.usename, a.application_name),
      coalesce(a.state, ''),
      coalesce(extract(epoch from pg_catalog.now() - a.xact_start), 0)::int4, w.waiting,
      coalesce(pg_catalog.left(a.query, 200), '')
    from pg_catalog.pg_stat_activity a, lateral (
      select pg_catalog.count(*) waiting from pg_catalog.pg_stat_activity b
      where b.wait_event_type = 'Lock' and a.pid = any (pg_catalog.pg_blocking_pids(b.pid))) w
    where a.datname = pg_catalog.current_database() and a.pid <> pg_catalog.pg_backend_pid()
      and (w.waiting > 0 or a.xact_start < pg_catalog.now() - interval '1 minute')
    order by w.waiting desc, a.xact_start limit 20
    """
}

extension TargetReport.Holder {
  init?(row: [String?]) {
    let values = row.compactMap { $0 }
    guard values.count == 6, let process = Int(values[0]), let open = Int(values[3]),
      let waiting = Int(values[4])
    else { return nil }
    self.init(
      process: process, who: values[1], state: values[2], openSeconds: open,
      waitingCount: waiting, statement: values[5])
  }
}
