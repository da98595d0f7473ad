import TemaeCore

/// Settles an attempt by a tombstone in its place.
///
/// Inserting waits for an orphan that is still at work on the same key; afterwards the key is taken,
/// by the attempt itself or by the tombstone, and a late attempt fails on it. No race is left.
struct Settlement {
  var connection: String
  var pinned: Pin?
  var key: InFlightAttempts.Key
  var waitSeconds: Int

  func run() throws(PostgresError) -> MarkerVerdict {
    let session = try Session(
      ConnectionString(connection), applicationName: "temae",
      connectTimeoutSeconds: Connecting.timeoutSeconds)
    try session.require(pinned)
    let hasTable = try session.asking { session throws(Session.Trouble) in
      try session.askValue("select pg_catalog.to_regclass('temae.marker') is not null") == "t"
    }
    guard hasTable else { return .unavailable }
    try insertTombstone(session)
    return try read(session)
  }

  private var values: [String?] { [key.run, key.activity, String(key.attempt)] }

  private func insertTombstone(_ session: Session) throws(PostgresError) {
    // Our own patience says when to stop waiting, and then who is waited for.
    let process = try session.asking { session throws(Session.Trouble) in
      try session.set([("lock_timeout", "0"), ("statement_timeout", "0")])
      return try session.askValue("select pg_catalog.pg_backend_pid()")
    }
    var holder: String?
    var isCancelled = false
    let patience = Session.Patience(limit: .seconds(waitSeconds)) {
      guard !isCancelled else { return .giveUp("not even the end of the question arrives") }
      isCancelled = true
      holder = Self.holder(blocking: process, session.connection)
      session.cancelHandle?.send()
      return .waitOn
    }
    let reply = session.send(
      """
      insert into temae.marker (run, activity, attempt, outcome) values ($1, $2, $3, 'void')
      on conflict (run, activity, attempt) do nothing
      """, values, patience: patience)
    switch reply {
    case .done: return
    case .refused(let message) where message.state == "57014":
      throw .busy(waitedSeconds: waitSeconds, holder: holder ?? "its process is not known")
    case .refused(let message):
      throw Session.Trouble(message: message, isBroken: false).error(place: session.place)
    case .broken(let message):
      throw Session.Trouble(message: message, isBroken: true).error(place: session.place)
    }
  }

  private func read(_ session: Session) throws(PostgresError) -> MarkerVerdict {
    let outcome = try session.asking { session throws(Session.Trouble) in
      try session.askValue(
        """
        select outcome from temae.marker where run = $1 and activity = $2 and attempt = $3::int4
        """, values)
    }
    switch outcome {
    case "done": return try isRestored(session) ? .restored : .done
    case "void": return .void
    case .none, .some: throw .foreignMarkerTable
    }
  }

  /// Whether the database went back to a backup after the attempt.
  private func isRestored(_ session: Session) throws(PostgresError) -> Bool {
    try session.asking { session throws(Session.Trouble) in
      guard try RestoreTable.isThere(session) else { return false }
      // By transaction too, for clocks are set back; whichever of the two says so.
      return try session.askValue(
        """
        select exists (select from temae.restore r join temae.marker m
          on r.at >= m.at or pg_catalog.age(m.xmin) >= pg_catalog.age(r.xmin)
          where m.run = $1 and m.activity = $2 and m.attempt = $3::int4)
        """, values) == "t"
    }
  }

  /// Who holds what the tombstone waits for, asked over a connection of its own.
  private static func holder(blocking process: String?, _ connection: ConnectionString) -> String? {
    guard
      let monitor = try? Session(
        connection, applicationName: "temae", connectTimeoutSeconds: Connecting.timeoutSeconds)
    else { return nil }
    let rows = try? monitor.ask(
      """
      select pg_catalog.format('pid %s (%s) is %s since %s', pid, application_name,
        coalesce(state, 'in an unknown state'), pg_catalog.to_char(state_change, 'HH24:MI:SS'))
      from pg_catalog.pg_stat_activity where pid = any (pg_catalog.pg_blocking_pids($1::int4))
      """, [process])
    let holders = rows?.compactMap { $0.first ?? nil } ?? []
    return holders.isEmpty ? nil : holders.joined(separator: ", ")
  }
}
