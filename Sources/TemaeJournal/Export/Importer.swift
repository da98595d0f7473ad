import TemaeCore

/// Writes the rows of an export into the tables of an empty journal, within the open transaction.
///
/// What the bytes mean is verified afterwards, as a whole and by the journal's own verifier.
struct Importer {
  let connection: Connection
  /// Where the export lies.
  let path: String

  /// Makes a copy of a journal in an empty file.
  ///
  /// Not with `VACUUM INTO`: in SQLite 3.40 it cannot copy a table with generated columns.
  static func copy(of path: String, into copyPath: String) throws(JournalError) -> Verification {
    let connection = try Connection(path: copyPath, access: .readWrite)
    try Settings.secure(connection)
    try connection.run("BEGIN IMMEDIATE")
    try Schema.create(in: connection)
    try Importer(connection: connection, path: path).takeDatabase()
    let verification = try Verifier.verify(connection)
    try connection.run("COMMIT")
    return verification
  }

  /// Takes in JSON Lines.
  func takeLines() throws(JournalError) {
    var file = try ExportFile(path: path)
    var sequence = 0
    while let line = try file.next() {
      switch line {
      case .body(let body):
        sequence += 1
        guard body.count <= Journal.largestBodyBytes else {
          throw file.damage("its body is longer than 64 KiB", at: sequence)
        }
        try insert(sequence, body)
      case .payload(let payload):
        guard Payloads.digest(salt: payload.salt, bytes: payload.bytes) == payload.id else {
          throw file.damage("payload \(payload.id.short) does not match its own digest")
        }
        try insert(payload.id.bytes, payload.salt, payload.bytes)
      case .leaf: throw .unusable(path: path, .partialExport)
      }
    }
  }

  /// Takes in a SQLite file: another journal, or a copy of one.
  func takeDatabase() throws(JournalError) {
    let source = try Connection(path: path, access: .readOnly)
    try Settings.secure(source)
    guard try !Schema.isMissing(in: source) else { throw .unusable(path: path, .empty) }
    // One snapshot; a view that stands in a table's place is not read.
    try source.run("BEGIN")
    let differences = try Schema.differences(in: source)
    if let difference = differences.first {
      throw .damaged(path: path, sequence: 0, problem: difference)
    }
    let payloads = try source.prepared("SELECT id, salt, bytes FROM payload ORDER BY rowid")
    defer { payloads.reset() }
    while try payloads.step() {
      try insert(payloads.bytes(0), payloads.bytes(1), payloads.bytes(2))
    }
    let events = try source.prepared("SELECT seq, body FROM event NOT INDEXED ORDER BY seq")
    defer { events.reset() }
    while try events.step() {
      let row = try Store.Row(events, path: path)
      try insert(row.sequence, row.body)
    }
  }

  /// Refuses what is not whole, with the first bad event of the export.
  static func require(_ verification: Verification, path: String) throws(JournalError) {
    if let defect = verification.defect {
      throw .damaged(path: path, sequence: defect.sequence, problem: defect.problem)
    }
    if let problem = verification.headProblem ?? verification.schemaDifferences.first {
      throw .damaged(path: path, sequence: 0, problem: problem)
    }
  }

  private func insert(_ sequence: Int, _ body: [UInt8]) throws(JournalError) {
    let statement = try connection.prepared("INSERT INTO event (seq, body, leaf) VALUES (?, ?, ?)")
    defer { statement.reset() }
    try statement.bind(1, sequence)
    try statement.bind(2, text: body)
    try statement.bind(3, blob: unsafe body.withUnsafeBytes { unsafe LeafHash(body: $0) }.array)
    do throws(JournalError) {
      _ = try statement.step()
    } catch .sqlite(_, _, let reason) {
      throw .damaged(path: path, sequence: sequence, problem: problem(with: body) ?? reason)
    }
  }

  /// What a body lacks that the table's columns are computed from.
  private func problem(with body: [UInt8]) -> String? {
    do throws(CanonicalReader.Malformed) {
      _ = try Entry(body: body)
      return nil
    } catch {
      return "it is not well-formed: \(error)"
    }
  }

  private func insert(_ id: [UInt8], _ salt: [UInt8], _ bytes: [UInt8]) throws(JournalError) {
    let statement = try connection.prepared(
      "INSERT INTO payload (id, salt, bytes) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING")
    defer { statement.reset() }
    try statement.bind(1, blob: id)
    try statement.bind(2, blob: salt)
    try statement.bind(3, blob: bytes)
    do throws(JournalError) {
      _ = try statement.step()
    } catch .sqlite(_, _, let reason) {
      throw .damaged(path: path, sequence: 0, problem: reason)
    }
  }
}
