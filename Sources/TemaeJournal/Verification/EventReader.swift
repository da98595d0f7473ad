import TemaeCore

/// Reads the events of a journal in their order, and checks of each what needs no other: its place,
/// its hash, and the payloads that it names.
struct EventReader {
  /// In what the schema differs from the one that temae made.
  let schemaDifferences: [String]
  private let connection: Connection
  private let hasTables: Bool
  private var rows: Statement?
  private var payloads: PayloadCursor
  /// After how many bytes the rows are handed over.
  private let pieceBytes: Int
  private var count = 0

  /// As much as is read at a time; what is handed over may be longer by one event and its payloads.
  static let usualPieceBytes = 64 << 10

  /// Reads from the first event, within the transaction that is open.
  init(_ connection: Connection, pieceBytes: Int) throws(JournalError) {
    self.connection = connection
    self.pieceBytes = pieceBytes
    payloads = PayloadCursor(connection)
    schemaDifferences = try Schema.differences(in: connection)
    hasTables = schemaDifferences.isEmpty ? true : try Schema.hasTables(in: connection)
  }

  /// Puts the next events in the place of others, and why there are no more.
  mutating func next(into found: inout EventRows) {
    found.removeAll()
    do throws(JournalError) {
      repeat {
        found.stop = try read(into: &found)
      } while found.stop == nil && found.size < pieceBytes
    } catch {
      found.stop = stop(by: error)
    }
  }

  /// Lets go of the tables.
  func end() {
    rows?.reset()
    payloads.end()
  }

  private mutating func read(into found: inout EventRows) throws(JournalError) -> EventRows.Stop? {
    guard let rows = try table(), try rows.step() else { return .end }
    let sequence = rows.integer(0)
    let expected = count + 1
    guard sequence == expected else {
      return .defect(
        .init(sequence: expected, problem: "it is missing; the next one is event \(sequence)"))
    }
    guard rows.isText(1), rows.sizeBytes(1) <= Journal.largestBodyBytes else {
      return .defect(
        .init(sequence: sequence, problem: "its body is not text of at most 64 KiB"))
    }
    let leaf = unsafe rows.withBytes(2) { unsafe LeafHash($0) }
    guard unsafe rows.withBytes(1, { unsafe found.append($0, leaf) }) else {
      let problem = "its bytes do not match its leaf hash: one of them was changed"
      return .defect(ChainCheck.defect(sequence, rows.bytes(1), problem))
    }
    for commitment in found.commitmentsOfLast {
      if let problem = try payloads.problem(of: commitment) {
        return .defect(ChainCheck.defect(sequence, rows.bytes(1), problem))
      }
      found.hasPayload(of: commitment.length)
    }
    found.acceptLast()
    count += 1
    return nil
  }

  private mutating func table() throws(JournalError) -> Statement? {
    guard rows == nil, hasTables else { return rows }
    // The table itself, not an index: an index may have been made to tell something else.
    rows = try connection.prepared("SELECT seq, body, leaf FROM event NOT INDEXED ORDER BY seq")
    return rows
  }

  private func stop(by error: JournalError) -> EventRows.Stop {
    if case .damaged(_, _, let problem) = error { return unreadable(problem) }
    // A column is missing, say. With the right schema it is the disk that failed.
    if case .sqlite(_, _, let problem) = error, !schemaDifferences.isEmpty {
      return unreadable(problem)
    }
    return .failure(error)
  }

  private func unreadable(_ problem: String) -> EventRows.Stop {
    .defect(.init(sequence: count + 1, problem: "the file cannot be read: \(problem)"))
  }
}
