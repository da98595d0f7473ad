import TemaeCore

extension Store {
  /// A row of the event table: its number and its bytes.
  struct Row {
    let sequence: Int
    let body: [UInt8]

    /// Reads the columns `seq, body`.
    ///
    /// A hostile body is not taken into memory.
    init(_ statement: Statement, path: String) throws(JournalError) {
      sequence = statement.integer(0)
      guard statement.sizeBytes(1) <= Journal.largestBodyBytes else {
        throw .damaged(path: path, sequence: sequence, problem: "its body is longer than 64 KiB")
      }
      body = statement.bytes(1)
    }
  }

  /// How much a page holds in memory at most, beside its last row.
  private static let pageBytes = 1 << 20
  private static let pageRows = 256

  /// The journal's last row and its leaf.
  func lastRow() throws(JournalError) -> (row: Row, body: [UInt8], leaf: LeafHash)? {
    let statement = try connection.prepared(
      "SELECT seq, body, leaf FROM event ORDER BY seq DESC LIMIT 1")
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let row = try Row(statement, path: connection.path)
    guard let leaf = unsafe statement.withBytes(2, { unsafe LeafHash($0) }) else {
      throw damage(row, "its leaf hash is not 32 bytes")
    }
    return (row, row.body, leaf)
  }

  /// The position of a run's last entry; 0 when there is no such run.
  func lastPosition(of run: String) throws(JournalError) -> Int {
    let statement = try connection.prepared("SELECT max(position) FROM event WHERE run = ?")
    defer { statement.reset() }
    try statement.bind(1, text: run)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// The epoch of a run's newest lease; 0 when none was taken.
  func epoch(of run: String) throws(JournalError) -> Int {
    let statement = try connection.prepared(
      """
      SELECT body ->> 'epoch' FROM event WHERE type = 'lease.taken' AND run = ?
      ORDER BY position DESC LIMIT 1
      """)
    defer { statement.reset() }
    try statement.bind(1, text: run)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// The position of a run's last entry up to a sequence; 0 when there is none.
  func position(of run: String, upTo sequence: Int) throws(JournalError) -> Int {
    guard sequence > 0 else { return 0 }
    let statement = try connection.prepared(
      "SELECT max(position) FROM event WHERE run = ? AND seq <= ?")
    defer { statement.reset() }
    try statement.bind(1, text: run)
    try statement.bind(2, sequence)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// The position of a run's last entry that was recorded by an instant; 0 when there is none.
  ///
  /// A wall clock may have been set back: entries after it may be older.
  func position(of run: String, by instant: Instant) throws(JournalError) -> Int {
    let statement = try connection.prepared(
      "SELECT max(position) FROM event WHERE run = ? AND body ->> 'at' <= ?")
    defer { statement.reset() }
    try statement.bind(1, text: run)
    try statement.bind(2, text: instant.description)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// The positions of a run's entries of a type.
  func positions(of run: String, type: String) throws(JournalError) -> [Int] {
    let statement = try connection.prepared(
      "SELECT position FROM event WHERE type = ? AND run = ? ORDER BY position")
    defer { statement.reset() }
    try statement.bind(1, text: type)
    try statement.bind(2, text: run)
    var positions: [Int] = []
    while try statement.step() { positions.append(statement.integer(0)) }
    return positions
  }

  /// The rows of a run after a position.
  func rows(
    of run: String, after position: Int, limit: Int, limitBytes: Int = .max
  ) throws(JournalError) -> [Row] {
    let statement = try connection.prepared(
      "SELECT seq, body FROM event WHERE run = ? AND position > ? ORDER BY position LIMIT ?")
    defer { statement.reset() }
    try statement.bind(1, text: run)
    try statement.bind(2, position)
    try statement.bind(3, limit)
    return try rows(statement, limitBytes: limitBytes)
  }

  /// Some of the journal's rows after a sequence; none at the end.
  func page(after sequence: Int) throws(JournalError) -> [Row] {
    let statement = try connection.prepared(
      "SELECT seq, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?")
    defer { statement.reset() }
    try statement.bind(1, sequence)
    try statement.bind(2, Self.pageRows)
    return try rows(statement, limitBytes: Self.pageBytes)
  }

  /// Some of a run's rows after a position; none at the end.
  func page(run: String, after position: Int) throws(JournalError) -> [Row] {
    try rows(of: run, after: position, limit: Self.pageRows, limitBytes: Self.pageBytes)
  }

  private func rows(_ statement: Statement, limitBytes: Int) throws(JournalError) -> [Row] {
    var rows: [Row] = []
    var size = 0
    while size < limitBytes, try statement.step() {
      let row = try Row(statement, path: connection.path)
      rows.append(row)
      size += row.body.count
    }
    return rows
  }

  /// The entries of a run after a position, which follow each other without a gap.
  func entries(of run: String, after position: Int, limit: Int) throws(JournalError) -> [Entry] {
    var entries: [Entry] = []
    for row in try rows(of: run, after: position, limit: limit) {
      let entry = try entry(row)
      guard entry.draft.run == run, entry.position == position + entries.count + 1 else {
        throw damage(row, "it is not the next entry of its run")
      }
      entries.append(entry)
    }
    return entries
  }

  /// Decodes a row, and says where and what when that fails.
  func entry(_ row: Row) throws(JournalError) -> Entry {
    let entry: Entry
    do {
      entry = try Entry(body: row.body)
    } catch {
      throw unreadable(row, error)
    }
    guard entry.sequence == row.sequence else {
      throw damage(row, "it says that it is event \(entry.sequence)")
    }
    return entry
  }

  private func unreadable(_ row: Row, _ malformed: CanonicalReader.Malformed) -> JournalError {
    var scanner = CanonicalScanner()
    let body = row.body.span
    guard let envelope = try? Envelope(body: body, scanner: &scanner),
      let type = Envelope.text(envelope.type, in: body), let version = envelope.version,
      !(Event.knownTypes.contains(type) && version == 1)
    else { return damage(row, "\(malformed)") }
    return .unknownEvent(sequence: row.sequence, type: type, version: version)
  }

  private func damage(_ row: Row, _ problem: String) -> JournalError {
    .damaged(path: connection.path, sequence: row.sequence, problem: problem)
  }
}
