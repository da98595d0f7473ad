import CSQLite

/// One connection to the journal's file, with its statements.
///
/// Used by one thread at a time.
@safe final class Connection {
  /// The file, absolute and without symbolic links.
  let path: String
  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// How the file is opened.
  enum Access {
    case readOnly
    case readWrite

    fileprivate var flags: Int32 {
      switch self {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      }
    }
  }

  /// Opens a file that exists; nothing is read from it yet.
  init(path: String, access: Access) throws(JournalError) {
    var opened: OpaquePointer?
    // No mutex: the journal's own lock guards the connection.
    let flags = access.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard let database = unsafe opened, code == SQLITE_OK else {
      let message = unsafe String(cString: sqlite3_errstr(code))
      unsafe sqlite3_close_v2(opened)
      throw JournalError(code: code, message: message, path: path)
    }
    self.path = path
    unsafe handle = unsafe database
  }

  deinit {
    statements.removeAll()
    unsafe sqlite3_close_v2(handle)
  }

  /// Whether SQLite fell back to reading only, because the file cannot be written.
  var isReadOnly: Bool { unsafe sqlite3_db_readonly(handle, "main") == 1 }

  /// Whether the last call failed for want of room for SQLite's shared memory.
  var hasNoSharedMemory: Bool {
    unsafe sqlite3_extended_errcode(handle) == JournalError.noRoomForSharedMemory
  }

  /// Whether a transaction is open.
  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// How long SQLite itself waits for programs that do not take our lock.
  func waitForOthers(milliseconds: Int) {
    unsafe sqlite3_busy_timeout(handle, Int32(milliseconds))
  }

  /// Sets a switch of the connection and checks that it holds.
  func set(_ operation: Int32, _ name: String, isOn: Bool) throws(JournalError) {
    var found: Int32 = -1
    let code = unsafe temae_sqlite3_switch(handle, operation, isOn ? 1 : 0, &found)
    guard code == SQLITE_OK, found == (isOn ? 1 : 0) else {
      throw .unusable(
        path: path, .settingRefused(name: name, wanted: isOn ? "1" : "0", found: "\(found)"))
    }
  }

  /// Runs a statement that has no parameters, and passes over its rows.
  func run(_ sql: String) throws(JournalError) {
    let statement = try prepared(sql)
    while try statement.step() {}
    statement.reset()
  }

  /// The first column of the first row as text; `nil` when there is no row.
  func value(_ sql: String) throws(JournalError) -> String? {
    let statement = try prepared(sql)
    defer { statement.reset() }
    return try statement.step() ? statement.text(0) : nil
  }

  /// The first column of the first row as an integer; 0 when there is no row.
  func integer(_ sql: String) throws(JournalError) -> Int {
    let statement = try prepared(sql)
    defer { statement.reset() }
    return try statement.step() ? statement.integer(0) : 0
  }

  /// The statement, ready to be bound; it is prepared once.
  func prepared(_ sql: String) throws(JournalError) -> Statement {
    if let statement = statements[sql] {
      statement.reset()
      return statement
    }
    var prepared: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared = unsafe prepared else { throw failure(code) }
    let statement = unsafe Statement(handle: prepared, path: path)
    statements[sql] = statement
    return statement
  }

  /// Moves the write-ahead log into the file and empties it.
  ///
  /// - Returns: whether all of it was moved; a reader can stand in the way.
  func truncatingCheckpoint() throws(JournalError) -> Bool {
    var framesInLog: Int32 = 0
    var framesMoved: Int32 = 0
    let code = unsafe sqlite3_wal_checkpoint_v2(
      handle, nil, SQLITE_CHECKPOINT_TRUNCATE, &framesInLog, &framesMoved)
    guard code & 0xFF != SQLITE_BUSY else { return false }
    guard code == SQLITE_OK else { throw failure(code) }
    return framesInLog == framesMoved
  }

  private func failure(_ code: Int32) -> JournalError {
    JournalError(code: code, message: unsafe String(cString: sqlite3_errmsg(handle)), path: path)
  }
}
