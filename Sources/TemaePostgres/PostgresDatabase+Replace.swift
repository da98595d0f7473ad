public import TemaeCore

extension PostgresDatabase {
  /// Keeps writers out of a database, so that a copy of it can be made before it is replaced.
  ///
  /// - Parameters:
  ///   - order: The database, and the backup to which it is put back.
  ///   - stop: Ends it before its time, and what is done with it as well.
  /// - Returns: The transaction, which locks the tables until it is ended.
  /// - Throws: ``PostgresError``, above all ``PostgresError/notReplaced(reason:)`` and
  ///   ``PostgresError/otherDatabase(reason:)``.
  public func lock(
    _ order: ReplaceOrder, stop: StopRequest
  ) async throws(PostgresError) -> LockedDatabase {
    try await onOwnThread { () throws(PostgresError) in
      try stop.unlessMade { () throws(PostgresError) in try LockedDatabase(order, stop: stop) }
    }
  }

  /// The names under which tables are known that a person names, with the partitions of what is divided.
  ///
  /// - Parameters:
  ///   - names: The names as typed, with or without schemas.
  ///   - connection: A libpq connection string or URI.
  /// - Returns: The names as SQL writes them, with their schemas.
  /// - Throws: ``PostgresError/notReplaced(reason:)`` for a name that is no table's.
  public func tables(
    named names: [String], connection: String
  ) async throws(PostgresError) -> [String] {
    guard !names.isEmpty else { return [] }
    return try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      do throws(PostgresError) {
        return try DumpedTables.resolve(names, session)
      } catch {
        guard case .notDumped(let reason) = error else { throw error }
        throw .notReplaced(reason: reason)
      }
    }
  }

  /// Connects, says who is there, and how to get there without any variable of this process.
  ///
  /// - Parameter connection: A libpq connection string or URI.
  /// - Returns: The target, and a connection string that may hold a password.
  /// - Throws: ``PostgresError``.
  public func resolved(
    _ connection: String
  ) async throws(PostgresError) -> (target: TargetIdentity, connection: String) {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      return (try session.identity(), session.wholeConnection)
    }
  }
}
