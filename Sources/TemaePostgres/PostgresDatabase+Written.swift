public import TemaeCore

extension PostgresDatabase {
  /// How much a cluster has written since a position of its write-ahead log.
  ///
  /// - Parameters:
  ///   - source: The database as it was backed up, and the position.
  ///   - connection: A libpq connection string or URI that should lead there.
  /// - Returns: The bytes, or why they cannot be told: another database, another timeline, a standby.
  /// - Throws: ``PostgresError`` when the target cannot be asked.
  public func written(
    since source: BackupSource, connection: String
  ) async throws(PostgresError) -> KnownBackup.Written {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      let found = try session.identity()
      guard found.isSameDatabase(as: source.target) else {
        return .unknown("it leads to another database than the one that was backed up")
      }
      guard found.timeline == source.target.timeline else {
        return .unknown(
          "the server is on timeline \(found.timeline), and was on \(source.target.timeline)")
      }
      return try session.asking { session throws(Session.Trouble) in
        guard try session.askValue("select pg_catalog.pg_is_in_recovery()") == "f" else {
          return .unknown("the server is a standby")
        }
        let bytes = try session.askValue(
          "select pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), $1::pg_catalog.pg_lsn)"
            + "::bigint",
          [source.walPosition])
        guard let bytes = bytes.flatMap(Int.init), bytes >= 0 else {
          return .unknown("the server has not come to \(source.walPosition)")
        }
        return .bytes(bytes)
      }
    }
  }
}
