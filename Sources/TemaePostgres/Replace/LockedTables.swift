import TemaeCore

/// The tables of a database, locked in a transaction against everybody who writes.
struct LockedTables {
  /// What others may still do.
  enum Mode: String {
    /// Read, and nothing else.
    case exclusive
    /// Nothing.
    case accessExclusive = "access exclusive"
  }

  private static let tries = 5

  let tables: DumpedTables
  /// The tables that are replaced; the others are bound to them by foreign keys.
  let wanted: [DumpedTables.Table]

  /// Begins a transaction, locks the tables, and only then takes the transaction's snapshot.
  ///
  /// - Parameters:
  ///   - session: A session that was prepared by ``Snapshot/prepare(_:timeoutSeconds:)``.
  ///   - names: The tables that are wanted, with their schemas; all where there are none.
  ///   - seconds: How long it waits for whoever has them locked.
  ///   - stop: Ends it before its time.
  /// - Throws: ``PostgresError/notReplaced(reason:)``, with the holders' names.
  init(
    _ session: Session, of names: [String] = [], seconds: Int, stop: StopRequest
  ) throws(PostgresError) {
    for _ in 0..<Self.tries {
      let found = try Self.found(session, names)
      if let obstacle = found.tables.obstacle { throw .notReplaced(reason: obstacle) }
      if try found.isLocked(session, names, seconds, stop) {
        self = found
        return
      }
      try session.asking { session throws(Session.Trouble) in _ = try session.ask("rollback") }
    }
    throw .notReplaced(
      reason: "tables were made or dropped each time that they were locked; try again when nobody "
        + "changes the schema")
  }

  private init(_ tables: DumpedTables, wanted: [DumpedTables.Table]) {
    self.tables = tables
    self.wanted = wanted
  }

  /// Begins a transaction and locks them; whether they still are all that there are.
  private func isLocked(
    _ session: Session, _ names: [String], _ seconds: Int, _ stop: StopRequest
  ) throws(PostgresError) -> Bool {
    try session.asking { session throws(Session.Trouble) in
      _ = try session.ask("begin isolation level repeatable read")
    }
    do throws(PostgresError) {
      try lock(.exclusive, session, seconds: seconds, stop: stop)
    } catch {
      // Dropped meanwhile.
      if case .refused(let failure) = error, ["42P01", "3F000"].contains(failure.state) {
        return false
      }
      throw error
    }
    return try Self.found(session, names).tables.tables == tables.tables
  }

  private static func found(
    _ session: Session, _ names: [String]
  ) throws(PostgresError) -> LockedTables {
    try session.asking { session throws(Session.Trouble) in
      guard !names.isEmpty else {
        let all = try DumpedTables(session, of: nil)
        return LockedTables(all, wanted: all.tables)
      }
      let wanted = try DumpedTables(session, of: names)
      let numbers = "{" + wanted.tables.map(\.number).joined(separator: ",") + "}"
      let bound = try session.texts(Self.boundQuery, [numbers])
      return LockedTables(try DumpedTables(session, of: names + bound), wanted: wanted.tables)
    }
  }

  /// Whoever has a foreign key to a table, or is pointed to by one of its own.
  private static let boundQuery = """
    select distinct format('%I.%I', n.nspname, c.relname)
    from pg_constraint k join pg_class c on c.oid in (k.conrelid, k.confrelid)
    join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and (k.conrelid = any ($1::oid[]) or k.confrelid = any ($1::oid[]))
    """

  /// Locks all of them, or none: who waits for a lock holds no further one meanwhile for long.
  func lock(
    _ mode: Mode, _ session: Session, seconds: Int, stop: StopRequest
  ) throws(PostgresError) {
    guard !tables.tables.isEmpty else { return }
    let names = tables.tables.map { "only \($0.name)" }.joined(separator: ", ")
    let start = ContinuousClock.now
    try session.asking { session throws(Session.Trouble) in _ = try session.ask("savepoint locks") }
    while true {
      let reply = session.send("lock table \(names) in \(mode.rawValue) mode")
      guard case .refused(let message) = reply, ["55P03", "40P01"].contains(message.state) else {
        return try session.asking { session throws(Session.Trouble) in try session.done(reply) }
      }
      try session.asking { session throws(Session.Trouble) in
        _ = try session.ask("rollback to locks")
      }
      guard !stop.isMade else { throw .interrupted }
      guard ContinuousClock.now - start < .seconds(seconds) else {
        throw .notReplaced(
          reason: "the tables could not be locked in \(seconds) s: \(try holders(mode, session))")
      }
    }
  }

  /// Who has what locked; nobody is ended for it.
  private func holders(_ mode: Mode, _ session: Session) throws(PostgresError) -> String {
    let numbers = "{" + tables.tables.map(\.number).joined(separator: ",") + "}"
    let harmless = mode == .exclusive ? "AccessShareLock" : ""
    let rows = try session.asking { session throws(Session.Trouble) in
      try session.ask(Self.holdersQuery, [numbers, harmless])
    }
    let texts = rows.compactMap { $0.first ?? nil }
    return texts.isEmpty
      ? "their holder is gone, try again"
      : texts.joined(separator: "; ") + ". Let it come to its end, then try again"
  }

  private static let holdersQuery = """
    select format('process %s (%s, %s, since %s) holds %s', a.pid,
      coalesce(a.usename, a.backend_type),
      coalesce(nullif(a.application_name, ''), 'a session without a name'),
      coalesce(to_char(a.xact_start, 'HH24:MI:SS'), '?'),
      string_agg(distinct l.relation::regclass::text, ', '))
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.granted and l.locktype = 'relation' and l.pid <> pg_backend_pid()
      and l.database = (select oid from pg_database where datname = current_database())
      and l.relation = any ($1::oid[]) and l.mode <> $2
    group by a.pid, a.usename, a.backend_type, a.application_name, a.xact_start
    order by a.xact_start limit 5
    """
}

extension Session {
  /// Passes where the server did what it was told.
  func done(_ reply: Reply) throws(Trouble) {
    switch reply {
    case .done: break
    case .refused(let message): throw Trouble(message: message, isBroken: false)
    case .broken(let message): throw Trouble(message: message, isBroken: true)
    }
  }

  /// Sends a statement that may take as long as it needs.
  func carryOut(_ sql: String, _ parameters: [String?] = []) throws(Trouble) {
    try done(send(sql, parameters))
  }
}
