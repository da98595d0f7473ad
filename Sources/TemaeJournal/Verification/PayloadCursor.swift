import TemaeCore

/// Goes along the payloads in the order in which they were stored, which is nearly always the one in
/// which events name them: then nothing has to be looked up.
struct PayloadCursor {
  private let connection: Connection
  private var rows: Statement?
  /// The digest of the payload at which the cursor stands; `nil` before the first and after the last.
  private var current: Digest?

  /// Begins before the first payload.
  init(_ connection: Connection) { self.connection = connection }

  /// What is wrong with the payload of a commitment; `nil` when it is there and matches.
  mutating func problem(of commitment: Commitment) throws(JournalError) -> String? {
    try advance()
    guard let rows, current == commitment.digest else {
      // It was stored elsewhere; the cursor waits for the next one in its order.
      return try Payloads.problem(of: commitment, in: connection)
    }
    current = nil
    let found = unsafe rows.withBytes(1) { salt in
      unsafe rows.withBytes(2) { bytes in
        unsafe (length: bytes.count, digest: LeafHash(salt: salt, payload: bytes).digest)
      }
    }
    let isMatch = found.length == commitment.length && found.digest == commitment.digest
    return isMatch ? nil : Payloads.difference(from: commitment)
  }

  private mutating func advance() throws(JournalError) {
    guard current == nil else { return }
    if rows == nil {
      rows = try connection.prepared(
        "SELECT id, salt, bytes FROM payload NOT INDEXED ORDER BY rowid")
    }
    guard let rows, try rows.step() else { return }
    current = unsafe rows.withBytes(0) { unsafe LeafHash($0) }?.digest
  }

  /// Lets go of the table.
  func end() { rows?.reset() }
}
