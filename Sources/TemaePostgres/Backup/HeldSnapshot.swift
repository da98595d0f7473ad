import TemaeCore

/// A transaction whose snapshot was exported: while it is open, everybody who takes the snapshot sees
/// the database as it was then.
struct HeldSnapshot {
  /// How often the server hears from us while pg_dump is at work: it ends a transaction whose client
  /// stands still, so that a machine that went to sleep does not hold back its cleaning for ever.
  static let sayingSeconds = 15
  private static let tries = 5

  let session: Session
  /// The snapshot's id.
  let id: String
  /// The write-ahead log's position right after the snapshot.
  let walPosition: String
  /// What it holds locked.
  let tables: DumpedTables

  /// Locks the tables, and only then takes the snapshot: what is in it is what was locked.
  ///
  /// Between a snapshot and a lock somebody could empty a table, which looks empty in every snapshot.
  ///
  /// - Parameters:
  ///   - session: A connection that nobody else uses, with an empty search path.
  ///   - names: The tables that are wanted, with their schemas; all if `nil`.
  /// - Throws: ``PostgresError/notDumped(reason:)`` where a table cannot be read or locked, or
  ///   tables come and go faster than they can be locked.
  init(_ session: Session, of names: [String]?) throws(PostgresError) {
    for _ in 0..<Self.tries {
      if let held = try Self.held(session, names) {
        self = held
        return
      }
    }
    throw .notDumped(
      reason: "tables were made or dropped each time that their snapshot was taken; try again when "
        + "nobody changes the schema")
  }

  private init(_ session: Session, _ tables: DumpedTables) throws(Session.Trouble) {
    self.session = session
    self.tables = tables
    id = try session.askValue("select pg_export_snapshot()") ?? ""
    walPosition =
      try session.askValue(
        """
        select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
          else pg_current_wal_lsn() end
        """) ?? ""
  }

  private static func held(
    _ session: Session, _ names: [String]?
  ) throws(PostgresError) -> HeldSnapshot? {
    let tables = try session.asking { session throws(Session.Trouble) in
      try DumpedTables(session, of: names)
    }
    if let obstacle = tables.obstacle { throw .notDumped(reason: obstacle) }
    return try session.asking { session throws(Session.Trouble) in
      try session.ask("begin isolation level repeatable read read only")
      do throws(Session.Trouble) {
        try tables.lock(session)
      } catch {
        // Dropped meanwhile, or locked by somebody for long.
        guard !error.isBroken, ["42P01", "3F000", "55P03"].contains(error.message.state) else {
          throw error
        }
        try session.ask("rollback")
        guard error.message.state == "55P03" else { return nil }
        throw try session.naming(
          holdersOf: error, "the tables could not be locked against changes",
          seconds: Snapshot.lockTimeoutSeconds)
      }
      let held = try HeldSnapshot(session, tables)
      guard try DumpedTables(session, of: names).tables == tables.tables else {
        try session.ask("rollback")
        return nil
      }
      return held
    }
  }

  /// Tells the server that somebody is still there.
  func saySomething() throws(PostgresError) {
    try session.asking { session throws(Session.Trouble) in _ = try session.ask("select 1") }
  }

  /// Gives up the snapshot and the locks.
  func end() throws(PostgresError) {
    try session.asking { session throws(Session.Trouble) in _ = try session.ask("rollback") }
  }
}
