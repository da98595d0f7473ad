import TemaeCore

/// What a journal does with its file, on one connection; guarded by the journal.
final class Store {
  let connection: Connection
  private let writerLock: WriterLock?
  private let ballast: Ballast
  private let options: Journal.Options
  private var nextCheckpointBytes = checkpointBytes
  private var failure: JournalError?

  /// How far the write-ahead log grows before it is moved into the file.
  static let checkpointBytes = 8 << 20

  /// Opens the file; a writer settles what the last one left, and checks the last event.
  init(
    site: JournalSite, mode: Journal.Mode, options: Journal.Options
  ) throws(JournalError) {
    let path = site.place.path
    self.options = options
    ballast = Ballast(path: site.place.ballastPath, mode: site.fileMode)
    connection = try Connection(path: path, access: mode == .read ? .readOnly : .readWrite)
    try Settings.secure(connection)
    connection.waitForOthers(milliseconds: options.patienceMilliseconds)
    let isMissing = try Schema.isMissing(in: connection)
    guard mode != .read else {
      writerLock = nil
      guard !isMissing else { throw .unusable(path: path, .empty) }
      return
    }
    guard !connection.isReadOnly else { throw .unusable(path: path, .readOnly) }
    guard !isMissing || mode == .create else { throw .unusable(path: path, .empty) }
    writerLock = try WriterLock(
      path: site.place.lockPath, mode: site.fileMode, group: site.fileGroup)
    try prepareForWriting()
    ballast.fill()
  }

  private func prepareForWriting() throws(JournalError) {
    // Under the lock, and looked at again under it: two processes may make the same journal.
    try locked { () throws(JournalError) in
      try Settings.apply(Settings.writing, to: connection)
      guard try Schema.isMissing(in: connection) else { return }
      try transaction { () throws(JournalError) in try Schema.create(in: connection) }
    }
    // A writer whose predecessor failed has settled the tail by now.
    if let last = try lastRow() {
      let leaf = unsafe last.body.withUnsafeBytes { unsafe LeafHash(body: $0) }
      guard leaf == last.leaf else {
        throw .damaged(
          path: connection.path, sequence: last.row.sequence,
          problem: "its bytes do not match its leaf hash")
      }
    }
  }

  // MARK: - Writing

  /// Runs a transaction that is on the disk when this returns.
  ///
  /// - Parameters:
  ///   - mayUseReserve: Whether the ballast is given up for it on a full disk: only for a driver that
  ///     has a command at work, or has to say why it stops.
  ///   - body: What is written.
  /// - Returns: What the body gives.
  /// - Throws: ``JournalError``.
  func write<Value>(
    mayUseReserve: Bool = false, _ body: () throws(JournalError) -> Value
  ) throws(JournalError) -> Value {
    try locked(mayUseReserve: mayUseReserve) { () throws(JournalError) in
      let value = try transaction(body)
      moveLogWhenLarge()
      return value
    }
  }

  /// Moves the write-ahead log into the file, as far as readers allow.
  func checkpoint() throws(JournalError) {
    try locked { () throws(JournalError) in _ = try connection.truncatingCheckpoint() }
  }

  private func locked<Value>(
    mayUseReserve: Bool = false, _ body: () throws(JournalError) -> Value
  ) throws(JournalError) -> Value {
    if let failure { throw failure }
    guard let writerLock else { throw .unusable(path: connection.path, .readOnly) }
    do {
      return try writerLock.hold(
        onWait: options.onWait,
        settle: { () throws(JournalError) in try settleTail() },
        body)
    } catch .outcomeUnknown(let path, let reason) {
      failure = .outcomeUnknown(path: path, reason: reason)
      throw .outcomeUnknown(path: path, reason: reason)
    } catch .diskFull(let path, _) {
      throw .diskFull(path: path, isBallastReleased: mayUseReserve && ballast.release())
    }
  }

  // After an fsync that failed, the log's tail may be in the page cache only, and later calls of
  // fsync do not say so. Moving it into the file writes it anew.
  private func settleTail() throws(JournalError) {
    guard try connection.truncatingCheckpoint() else {
      throw .unusable(path: connection.path, .tailInDoubt)
    }
  }

  private func transaction<Value>(
    _ body: () throws(JournalError) -> Value
  ) throws(JournalError) -> Value {
    try connection.run("BEGIN IMMEDIATE")
    do {
      let value = try body()
      try commit()
      return value
    } catch {
      // SQLite itself may have rolled back; what rolling back says then is of no use.
      if connection.isInTransaction { try? connection.run("ROLLBACK") }
      throw error
    }
  }

  private func commit() throws(JournalError) {
    do {
      try connection.run("COMMIT")
    } catch .sqlite(let path, let code, let reason) {
      throw .outcomeUnknown(path: path, reason: "\(reason), code \(code)")
    } catch .diskFull(let path, _) where connection.hasNoSharedMemory {
      // The log was written and synced before its index was to grow.
      throw .outcomeUnknown(path: path, reason: "the disk is full")
    }
  }

  // The events are durable already: a log that cannot be moved now is moved later, so nothing that
  // goes wrong here is told. A reader that stands in the way is asked again after as much again.
  private func moveLogWhenLarge() {
    let size = SystemCall.sizeBytes(connection.path + "-wal")
    guard size >= nextCheckpointBytes else { return }
    connection.waitForOthers(milliseconds: 0)
    let isMoved = (try? connection.truncatingCheckpoint()) ?? false
    connection.waitForOthers(milliseconds: options.patienceMilliseconds)
    nextCheckpointBytes = (isMoved ? 0 : size) + Self.checkpointBytes
  }
}
