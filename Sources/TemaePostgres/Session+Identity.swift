import TemaeCore

extension Session {
  /// Who and what is at the other end.
  ///
  /// - Throws: also ``PostgresError/transactionPooler(place:)``: behind one, no answer would hold
  ///   for the next statement.
  func identity() throws(PostgresError) -> TargetIdentity {
    if try isBehindTransactionPooler() { throw .transactionPooler(place: place) }
    return try asking { session throws(Trouble) in
      TargetIdentity(
        systemIdentifier: try session.askValueIfPermitted(
          "select system_identifier::text from pg_catalog.pg_control_system()") ?? "",
        timeline: try session.timeline(),
        database: try session.askValue("select pg_catalog.current_database()") ?? "",
        host: session.place,
        serverVersion: try session.shortVersion(),
        role: try session.askValue("select current_user") ?? "",
        restore: try RestoreTable.newest(session))
    }
  }

  /// Passes on the pinned target only: what another one answers says nothing about an attempt.
  func require(_ pinned: Pin?) throws(PostgresError) {
    let observed = try identity()
    guard let pinned, let difference = pinned.difference(of: observed) else { return }
    throw .mismatched(difference: difference)
  }

  /// `15.18` out of `15.18 (Debian 15.18-0+deb12u1)`.
  private func shortVersion() throws(Trouble) -> String {
    let whole = try askValue("select pg_catalog.current_setting('server_version')") ?? ""
    return String(whole.prefix { $0 != " " })
  }

  /// A primary writes its timeline into the name of its WAL file and needs no privilege to say so;
  /// the control file lags behind a promotion until the next checkpoint.
  private func timeline() throws(Trouble) -> Int {
    let isStandby = try askValue("select pg_catalog.pg_is_in_recovery()") == "t"
    guard !isStandby else {
      let value = try askValueIfPermitted(
        "select timeline_id from pg_catalog.pg_control_checkpoint()")
      return value.flatMap { Int($0) } ?? 0
    }
    let file = try askValueIfPermitted(
      "select pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn())")
    return file.flatMap { Int($0.prefix(8), radix: 16) } ?? 0
  }

  /// Whether a pooler stands between that gives every transaction to any backend.
  ///
  /// A pooler announces a process id of its own. Then a second connection opens a transaction: in
  /// transaction mode it takes this one's idle backend, or leaves it another one.
  private func isBehindTransactionPooler() throws(PostgresError) -> Bool {
    let ownProcess = "select pg_catalog.pg_backend_pid()"
    let mine = try asking { session throws(Trouble) in try session.askValue(ownProcess) }
    guard mine != String(announcedProcess) else { return false }
    let other = try Session(
      connection, applicationName: "temae", connectTimeoutSeconds: Connecting.timeoutSeconds)
    return try asking { session throws(Trouble) in
      for _ in 0..<3 {
        guard case .done = other.send("begin") else { return true }
        let others = try other.askValue(ownProcess)
        let mineNow = try session.askValue(ownProcess)
        try other.ask("rollback")
        if others == mine || mineNow != mine { return true }
      }
      return false
    }
  }
}
