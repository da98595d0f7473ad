import CSQLite

/// A prepared statement.
///
/// It belongs to its connection and must not outlive it.
///
/// Columns and parameters are counted as SQLite counts them: columns from 0, parameters from 1.
@safe final class Statement {
  private let handle: OpaquePointer
  private let path: String

  init(handle: OpaquePointer, path: String) {
    unsafe self.handle = unsafe handle
    self.path = path
  }

  deinit {
    unsafe sqlite3_finalize(handle)
  }

  /// Makes the statement ready for another execution, without its old parameters.
  func reset() {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
  }

  /// Goes to the next row; `false` at the end.
  func step() throws(JournalError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    guard code != SQLITE_ROW else { return true }
    guard code == SQLITE_DONE else { throw failure(code) }
    return false
  }

  func bind(_ parameter: Int32, _ value: Int) throws(JournalError) {
    try check(unsafe sqlite3_bind_int64(handle, parameter, Int64(value)))
  }

  func bind(_ parameter: Int32, text: some Collection<UInt8>) throws(JournalError) {
    let code = unsafe Array(text).withUnsafeBytes { bytes in
      unsafe temae_sqlite3_bind_text(handle, parameter, bytes.baseAddress, Int32(bytes.count))
    }
    try check(code)
  }

  func bind(_ parameter: Int32, text: String) throws(JournalError) {
    try bind(parameter, text: text.utf8)
  }

  func bind(_ parameter: Int32, blob: [UInt8]) throws(JournalError) {
    // A null pointer would bind NULL, which is not the same as no bytes.
    let code =
      blob.isEmpty
      ? unsafe sqlite3_bind_zeroblob(handle, parameter, 0)
      : unsafe blob.withUnsafeBytes { bytes in
        unsafe temae_sqlite3_bind_blob(handle, parameter, bytes.baseAddress, Int32(bytes.count))
      }
    try check(code)
  }

  func integer(_ column: Int32) -> Int {
    Int(unsafe sqlite3_column_int64(handle, column))
  }

  func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  /// Whether the column is a text; asked before its bytes, which may convert it.
  func isText(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(handle, column) == SQLITE_TEXT
  }

  /// The number of bytes of a text or blob.
  func sizeBytes(_ column: Int32) -> Int {
    Int(unsafe sqlite3_column_bytes(handle, column))
  }

  /// The bytes of a text or blob, as they are stored.
  func bytes(_ column: Int32) -> [UInt8] {
    unsafe withBytes(column) { unsafe [UInt8]($0) }
  }

  /// The column as text; bytes that are not UTF-8 are replaced, for messages only.
  func text(_ column: Int32) -> String {
    unsafe withBytes(column) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Lends the bytes of a text or blob, without a copy, until the next step.
  func withBytes<Value>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    // In this order: asking for the blob may convert the value, which changes its length.
    let start = unsafe sqlite3_column_blob(handle, column)
    let count = unsafe sqlite3_column_bytes(handle, column)
    return unsafe body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count)))
  }

  private func check(_ code: Int32) throws(JournalError) {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func failure(_ code: Int32) -> JournalError {
    let database = unsafe sqlite3_db_handle(handle)
    return JournalError(
      code: code, message: unsafe String(cString: sqlite3_errmsg(database)), path: path)
  }
}
