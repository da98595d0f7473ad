public import TemaeCore

/// The PostgreSQL servers that a run works on; every attempt has a fresh connection.
///
/// All work happens on threads of its own, never on Swift's cooperative pool. Copies share the list
/// of attempts in flight, so any of them can cancel what another one performs, and the databases that
/// they hold.
public struct PostgresDatabase: Sendable {
  private let inFlight = InFlightAttempts()
  private let holds = TargetHolds()

  /// Makes a factory; connects nowhere.
  public init() {}

  /// Connects and says who is there.
  ///
  /// - Parameters:
  ///   - connection: A libpq connection string or URI; it may hold a password, which no error shows.
  ///   - connectTimeoutSeconds: How long connecting may take, for each address.
  /// - Returns: The server, the database and the role as the server itself names them.
  /// - Throws: ``PostgresError``, above all ``PostgresError/unreachable(place:reason:)``.
  public func identity(
    connection: String, connectTimeoutSeconds: Int
  ) async throws(PostgresError) -> TargetIdentity {
    try await onOwnThread { () throws(PostgresError) in
      try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: connectTimeoutSeconds
      ).identity()
    }
  }

  /// Holds a database for a run as long as this process lives, or proves that it still does.
  ///
  /// - Parameter order: The database, the run, and the runs beside which it may be held.
  /// - Returns: The server's process that holds it, or who holds it instead.
  /// - Throws: ``PostgresError/mismatched(difference:)`` on another target than the pinned one, and
  ///   what else keeps the server from being asked.
  public func hold(_ order: HoldOrder) async throws(PostgresError) -> TargetHold {
    let holds = holds
    return try await onOwnThread { () throws(PostgresError) in try holds.hold(order) }
  }

  /// Performs an attempt and says how it ended; whatever happens is an end, never an error.
  ///
  /// - Parameters:
  ///   - order: What to send, where, and how.
  ///   - onOutput: Receives notices and results as text while the attempt runs, on its thread.
  /// - Returns: What happened, as far as this client knows.
  public func perform(
    _ order: SQLOrder, onOutput: @escaping @Sendable (OutputStream, [UInt8]) -> Void
  ) async -> SQLEnd {
    let inFlight = inFlight
    return await OwnThread.run {
      var attempt = Attempt(order, inFlight: inFlight, onOutput: onOutput)
      return attempt.run()
    }
  }

  /// Asks the server to end the statement in flight of an attempt, and lets no further one be sent.
  ///
  /// The attempt then ends as failed with SQLSTATE 57014. Nothing happens when it is not in flight.
  public func cancel(run: String, activity: String, attempt: Int) {
    inFlight.cancel(InFlightAttempts.Key(run: run, activity: activity, attempt: attempt))
  }

  /// Settles an attempt whose outcome nobody saw: its marker or, for ever, a tombstone.
  ///
  /// - Parameters:
  ///   - connection: A libpq connection string or URI.
  ///   - pinned: The target on which the attempt was made; another one is never written to.
  ///   - run: The run's id.
  ///   - activity: The activity.
  ///   - attempt: The attempt's number.
  ///   - waitSeconds: How long to wait for an orphan that is still at work.
  /// - Returns: What the marker says; unavailable when the database has no marker table.
  /// - Throws: ``PostgresError/busy(waitedSeconds:holder:)`` when the orphan outlasts the wait, and
  ///   what else keeps the question from being answered.
  public func settle(
    connection: String, pinned: Pin?, run: String, activity: String, attempt: Int,
    waitSeconds: Int
  ) async throws(PostgresError) -> MarkerVerdict {
    let key = InFlightAttempts.Key(run: run, activity: activity, attempt: attempt)
    let settlement = Settlement(
      connection: connection, pinned: pinned, key: key, waitSeconds: waitSeconds)
    return try await onOwnThread { () throws(PostgresError) in try settlement.run() }
  }

  /// Who is still connected to the database under an application name, as text for people.
  ///
  /// A backend goes on with a statement whose client has died. Whoever hides its name is not found:
  /// this is a precaution before a probe is believed, and no substitute for a marker.
  ///
  /// - Parameters:
  ///   - connection: A libpq connection string or URI.
  ///   - pinned: The target on which the attempt was made; nobody is looked for on another one.
  ///   - applicationName: The attempt's.
  /// - Returns: One text a session.
  /// - Throws: ``PostgresError/mismatched(difference:)`` on another target, and what else keeps the
  ///   question from being answered.
  public func sessions(
    connection: String, pinned: Pin?, applicationName: String
  ) async throws(PostgresError) -> [String] {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      try session.require(pinned)
      let rows = try session.asking { session throws(Session.Trouble) in
        try session.ask(Self.sessionsQuery, [applicationName])
      }
      return rows.compactMap { $0.first ?? nil }
    }
  }

  private static let sessionsQuery = """
    select pg_catalog.format('pid %s since %s', pid, pg_catalog.to_char(backend_start, 'HH24:MI:SS'))
    from pg_catalog.pg_stat_activity
    where datname = pg_catalog.current_database() and application_name = $1
      and pid <> pg_catalog.pg_backend_pid()
    order by pid
    """

  /// Makes the schema and the table of markers; says whether they were made now.
  ///
  /// A table of that name with another key is an error, never changed.
  public func makeMarkerTable(connection: String) async throws(PostgresError) -> Bool {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      _ = try session.identity()
      return try MarkerTable.make(session)
    }
  }

  /// The `PG…` variables that let any libpq program connect as the string does.
  ///
  /// Only what the string itself sets; among them may be `PGPASSWORD`.
  public static func environment(
    of connection: String
  ) throws(PostgresError) -> [EnvironmentVariable] {
    try ConnectionString(connection).environment
  }

  func onOwnThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws(PostgresError) -> Value
  ) async throws(PostgresError) -> Value {
    let result = await OwnThread.run { () -> Result<Value, PostgresError> in
      do throws(PostgresError) {
        return .success(try body())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
