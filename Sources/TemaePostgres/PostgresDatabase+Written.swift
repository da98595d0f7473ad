public import TemaeCore

extension PostgresDatabase {
  /// How much was written to a database, and by its whole cluster, since it was backed up.
  ///
  /// - Parameters:
  ///   - backup: The database as it was backed up, and the position of the write-ahead log.
  ///   - statistics: What the server had counted then; `nil` where nobody knows.
  ///   - connection: A libpq connection string or URI that should lead there.
  /// - Returns: The bytes and the rows, or why they cannot be told: another database, another
  ///   timeline, a standby.
  /// - Throws: ``PostgresError`` when the target cannot be asked.
  public func written(
    since backup: BackupSummary, _ statistics: WriteStatistics?, connection: String
  ) async throws(PostgresError) -> KnownBackup.Written {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      let found = try session.identity()
      guard found.isSameDatabase(as: backup.target) else {
        return .unknown("it leads to another database than the one that was backed up")
      }
      guard found.timeline == backup.target.timeline else {
        return .unknown(
          "the server is on timeline \(found.timeline), and was on \(backup.target.timeline)")
      }
      return try session.asking { session throws(Session.Trouble) in
        guard try session.askValue("select pg_catalog.pg_is_in_recovery()") == "f" else {
          return .unknown("the server is a standby")
        }
        return KnownBackup.Written(
          walBytes: try Self.bytes(since: backup.walPosition, session),
          rows: try Self.rows(since: statistics, session))
      }
    }
  }

  private static func bytes(
    since position: String, _ session: Session
  ) throws(Session.Trouble) -> KnownBackup.Measured<Int> {
    let bytes = try session.askValue(
      "select pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), $1::pg_catalog.pg_lsn)"
        + "::bigint",
      [position])
    guard let bytes = bytes.flatMap(Int.init), bytes >= 0 else {
      return .unknown("the server has not come to \(position)")
    }
    return .known(bytes)
  }

  private static func rows(
    since statistics: WriteStatistics?, _ session: Session
  ) throws(Session.Trouble) -> KnownBackup.Measured<[TableWrites]> {
    guard let statistics else {
      return .unknown("the backup's directory is not here, or says nothing of the counts then")
    }
    guard let now = try WriteStatistics.read(session) else {
      return .unknown("the server does not count: track_counts is off")
    }
    return now.written(since: statistics)
  }
}
