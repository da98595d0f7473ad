import Glibc
import Synchronization
public import TemaeCore

/// A transaction that keeps writers out of a database until its contents were replaced, or nothing was.
///
/// It ends with ``commit()`` or ``rollBack()``, and with this process in whatever way that ends: then
/// the server takes all of it back. While nobody asks anything of it, it lets the server know that
/// somebody is there.
public final class LockedDatabase: Sendable {
  private struct Work {
    var session: Session
    var timeline: Int
    var tables: LockedTables
    /// What there was, where all of it is replaced.
    var schema: SchemaFingerprint?
  }

  private let order: ReplaceOrder
  private let stop: StopRequest
  /// Used by one thread at a time: whoever has the mutex.
  private let work = Mutex<Work?>(nil)
  /// Closed when this object goes, which ends the thread that speaks to the server.
  private let alive: Int32

  /// Locks the tables; blocks.
  ///
  /// - Throws: ``PostgresError``: another database, something in it that no backup is compared by,
  ///   or a lock that is not to be had.
  init(_ order: ReplaceOrder, stop: StopRequest) throws(PostgresError) {
    self.order = order
    self.stop = stop
    let ends: (reading: Int32, writing: Int32)
    do throws(ChildProgram.Failure) {
      ends = try ChildProgram.socketEnds()
    } catch {
      throw .notReplaced(reason: error.reason)
    }
    alive = ends.writing
    do throws(PostgresError) {
      try work.withLock { work throws(PostgresError) in work = try Self.begun(order, stop) }
    } catch {
      close(ends.reading)
      throw error
    }
    OwnThread.start { [weak self] in
      var request = pollfd(fd: ends.reading, events: Int16(POLLIN), revents: 0)
      while unsafe poll(&request, 1, Int32(HeldSnapshot.sayingSeconds * 1000)) == 0 {
        self?.saySomething()
      }
      close(ends.reading)
    }
  }

  deinit { close(alive) }

  private static func begun(
    _ order: ReplaceOrder, _ stop: StopRequest
  ) throws(PostgresError) -> Work {
    let session = try Session(
      ConnectionString(order.connection), applicationName: "temae restore",
      connectTimeoutSeconds: Connecting.timeoutSeconds)
    let cancelling = session.cancelHandle
    stop.onStop { cancelling?.send() }
    let target = try session.identity()
    try order.require(target)
    let isReadOnly = try session.asking { session throws(Session.Trouble) in
      try Snapshot.prepare(session)
      return try session.askValue("show transaction_read_only") == "on"
    }
    guard !isReadOnly else {
      throw .notReplaced(
        reason: "transactions are read-only here, as in a block that only looks, or on a standby")
    }
    let holders = try session.asking { session throws(Session.Trouble) in
      try TargetLock.take(session, besides: order.run)
    }
    guard holders.isEmpty else { throw .held(by: holders.map(\.text).joined(separator: "; ")) }
    if order.tables.isEmpty { try ReplaceObstacles(session, order.catalog).require() }
    try RestoreTable.requireWritable(session)
    let tables = try LockedTables(
      session, of: order.tables, seconds: order.lockWaitSeconds, stop: stop)
    guard order.tables.isEmpty else {
      try TableFit(order: order, session: session).require(tables.wanted)
      return Work(session: session, timeline: target.timeline, tables: tables, schema: nil)
    }
    let schema = try session.asking { session throws(Session.Trouble) in
      try SchemaFingerprint(session)
    }
    return Work(session: session, timeline: target.timeline, tables: tables, schema: schema)
  }

  /// Drops what is there, restores the backup, and compares; nobody else sees any of it yet.
  ///
  /// - Parameter onProgress: Told how far it has come, on threads of its own.
  /// - Returns: What is not as the backup says, by name; then everything was taken back.
  /// - Throws: ``PostgresError``; then too.
  public func replace(
    onProgress: @escaping @Sendable (DumpProgress) -> Void
  ) async throws(PostgresError) -> [BackupFinding] {
    try await PostgresDatabase().onOwnThread { () throws(PostgresError) in
      try self.stop.unlessMade { () throws(PostgresError) in
        try self.work.withLock { work throws(PostgresError) in
          guard let held = work else { throw .notReplaced(reason: "it is over") }
          work = nil
          let findings = try self.findings(held, onProgress)
          // Whoever is not given back ends with its session, and the server takes it back.
          if findings.isEmpty { work = held }
          return findings
        }
      }
    }
  }

  private func findings(
    _ held: Work, _ onProgress: @escaping @Sendable (DumpProgress) -> Void
  ) throws(PostgresError) -> [BackupFinding] {
    let script = ScriptRestoring(
      order: order, session: held.session, stop: stop, onProgress: onProgress)
    guard let schema = held.schema else {
      return try TableReplacement(script: script).run(held.tables)
    }
    return try Replacement(script: script).run(held.tables, schema)
  }

  /// Makes what was restored the database, for everybody.
  ///
  /// - Throws: ``PostgresError/undecided(transaction:place:)`` where nobody can say whether it did.
  public func commit() async throws(PostgresError) {
    try await PostgresDatabase().onOwnThread { () throws(PostgresError) in
      try self.work.withLock { work throws(PostgresError) in
        guard let held = work else { throw .notReplaced(reason: "it is over") }
        guard !self.stop.isMade else { throw .interrupted }
        work = nil
        try ReplaceCommit(
          order: self.order, session: held.session, timeline: held.timeline
        ).run()
      }
    }
  }

  /// Takes everything back, and lets writers in again.
  public func rollBack() async {
    await OwnThread.run {
      self.work.withLock { work in
        _ = work?.session.send("rollback", patience: Connecting.shortPatience)
        work = nil
      }
    }
  }

  private func saySomething() {
    work.withLock { work in
      _ = work?.session.send("select 1", patience: Connecting.shortPatience)
    }
  }
}

extension ReplaceOrder {
  /// Passes on the database that was backed up only; what a failover alters does not matter.
  func require(_ found: TargetIdentity) throws(PostgresError) {
    let source = manifest.source.target
    guard !found.systemIdentifier.isEmpty, !source.systemIdentifier.isEmpty else {
      throw .otherDatabase(
        reason: "the role may not ask for the cluster's system identifier, and nothing else tells "
          + "two servers apart. Grant it execute on pg_control_system()")
    }
    guard found.isSameDatabase(as: source) else {
      throw .otherDatabase(
        reason: "it is of database \(source.database) of the cluster \(source.systemIdentifier), "
          + "and this is \(found.database) of \(found.systemIdentifier)")
    }
  }
}
