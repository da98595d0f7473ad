import TemaeCore

/// A driver's advisory lock on a database, and how others see it.
///
/// Each run has a lock of its own, so that whoever looks sees who is there. Looking and taking are one
/// step: a second lock, held only for that, lets one driver after the other do it. Advisory locks are
/// a database's: its name is part of none of the keys.
struct TargetLock {
  /// What the locks of runs have in common: `tema` as a number.
  private static let kind = 1_952_804_193
  private static let prefix = "temae run "
  /// How long a driver that has just been ended may take to be gone from the server.
  private static let patience = Duration.seconds(5)

  let order: HoldOrder

  /// Connects and takes the lock; gives back the session that has it from now on.
  func take() throws(PostgresError) -> (session: Session?, hold: TargetHold) {
    let session = try Session(
      ConnectionString(order.connection), applicationName: Self.prefix + order.name,
      connectTimeoutSeconds: Connecting.timeoutSeconds)
    try session.require(order.pinned)
    let hold = try session.asking { session throws(Session.Trouble) in
      try session.set(Self.settings(serverVersion: session.serverVersion))
      let start = ContinuousClock.now
      while true {
        let hold = try tryTaking(session)
        guard case .refused = hold, ContinuousClock.now - start < Self.patience else { return hold }
        // On the server, so that a broken connection is noticed.
        try session.ask("select pg_catalog.pg_sleep(0.1)")
      }
    }
    guard case .held = hold else { return (nil, hold) }
    return (session, hold)
  }

  /// Whether the session still lives and holds; the process that does.
  func check(_ session: Session) -> Int? {
    let reply = session.send(
      "select pg_catalog.pg_backend_pid() where \(Self.isHeld("pg_catalog.pg_backend_pid()"))",
      [order.run], patience: Connecting.shortPatience)
    guard case .done(let done) = reply, let text = done.table?.rows.first?.first ?? nil else {
      return nil
    }
    return Int(text)
  }

  /// SQL that says whether a process holds the lock of the run `$1`, asked over any session.
  static func isHeld(_ process: String) -> String {
    """
    exists (select from pg_catalog.pg_locks l where l.pid = \(process) and \(isOurs)
      and l.objid = \(key))
    """
  }

  /// Takes a lock for the session, for other work than a run's, and keeps drivers out with it.
  ///
  /// - Parameters:
  ///   - session: The session that has it from now on; its name is for people.
  ///   - run: The run for which it works, which holds the database itself.
  /// - Returns: Whoever else holds the database; then the lock was not taken.
  /// - Throws: what the server says about it.
  static func take(
    _ session: Session, besides run: String?
  ) throws(Session.Trouble) -> [TargetHold.Holder] {
    try session.ask("begin")
    try session.ask("select pg_catalog.pg_advisory_xact_lock(\(kind + 1), 0)")
    let others = try found(session, run: name).filter { $0.run != run }
    if others.isEmpty {
      try session.ask(
        "select pg_catalog.pg_advisory_lock(\(kind), pg_catalog.hashtext($1))", [name])
    }
    try session.ask("commit")
    return others.map { TargetHold.Holder(run: $0.run, text: $0.text) }
  }

  /// What the lock of ``take(_:besides:)`` is called: no run has the name of another database's work.
  private static let name = "temae restore"

  private static let key =
    "(pg_catalog.hashtext($1)::pg_catalog.int8 & 4294967295)::pg_catalog.oid"

  private static let isOurs = """
    l.locktype = 'advisory' and l.granted and l.classid = \(kind) and l.objsubid = 2
      and l.database = (select oid from pg_catalog.pg_database
        where datname = pg_catalog.current_database())
    """

  /// Nobody's patience ends this session, and a machine that is gone does not keep it for hours.
  private static func settings(serverVersion: Int) -> [(String, String)] {
    var settings = [
      ("lock_timeout", "\(Connecting.lockTimeoutSeconds)s"), ("statement_timeout", "0"),
      ("tcp_keepalives_idle", "15"), ("tcp_keepalives_interval", "5"),
      ("tcp_keepalives_count", "3"),
    ]
    if serverVersion >= 120_000 { settings.append(("tcp_user_timeout", "30s")) }
    if serverVersion >= 140_000 { settings.append(("idle_session_timeout", "0")) }
    return settings
  }

  private func tryTaking(_ session: Session) throws(Session.Trouble) -> TargetHold {
    try session.ask("begin")
    try session.ask("select pg_catalog.pg_advisory_xact_lock(\(Self.kind + 1), 0)")
    let holders = try Self.found(session, run: order.run)
    let others = holders.filter { holder in
      holder.isThisRun || !order.beside.contains(holder.run)
    }
    guard others.isEmpty else {
      try session.ask("rollback")
      return .refused(others.map { TargetHold.Holder(run: $0.run, text: $0.text) })
    }
    let process = try session.askValue(
      "select pg_catalog.pg_backend_pid() where pg_catalog.pg_try_advisory_lock(\(Self.kind), "
        + "pg_catalog.hashtext($1))", [order.run])
    try session.ask("commit")
    guard let process = process.flatMap({ Int($0) }) else { return .refused([]) }
    return .held(process: process, beside: holders.map(\.run))
  }

  private static func found(
    _ session: Session, run: String
  ) throws(Session.Trouble) -> [Found] {
    try session.ask(holders, [run]).map { row in
      Found(isThisRun: row[0] == "t", name: row[1] ?? "", text: row[2] ?? "")
    }
  }

  private struct Found {
    var isThisRun: Bool
    var name: String
    var text: String

    /// A session's name is cut to 63 bytes by the server, and may be hidden by a pooler.
    var run: String {
      name.hasPrefix(TargetLock.prefix) ? String(name.dropFirst(TargetLock.prefix.count)) : name
    }
  }

  private static let holders = """
    select l.objid = \(key), a.application_name,
      pg_catalog.format('process %s of the server (%s%s)', l.pid,
        coalesce(nullif(a.application_name, ''), 'a session without a name'),
        coalesce(', from ' || a.client_addr::pg_catalog.text, ''))
    from pg_catalog.pg_locks l left join pg_catalog.pg_stat_activity a on a.pid = l.pid
    where \(isOurs) and l.pid <> pg_catalog.pg_backend_pid()
    order by l.pid
    """
}
