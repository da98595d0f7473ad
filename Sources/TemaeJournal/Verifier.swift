import CSQLite
import TemaeCore

/// Goes over every event of a journal once, in its order, and stops at the first bad one.
struct Verifier {
  private let connection: Connection
  private var head: JournalHead?
  private var headProblem: String?
  private var chain = ChainCheck()
  private var payloads = 0
  private var cursor: PayloadCursor

  /// After how many events the progress is told.
  private static let progressInterval = 10_000

  private typealias Defect = Verification.Defect

  init(connection: Connection, head: JournalHead?) {
    self.connection = connection
    self.head = head
    cursor = PayloadCursor(connection)
  }

  /// Verifies in one snapshot: schema, events and payloads as of the same instant.
  mutating func verify(
    progress: (Int) -> Void, entries: (Entry) -> Void
  ) throws(JournalError) -> Verification {
    try connection.run("BEGIN")
    let verification = try verifyInTransaction(progress: progress, entries: entries)
    // Nothing was written. Where a page is damaged, SQLite says so again at the end of the
    // snapshot, which must not hide which event it was.
    try? connection.run("ROLLBACK")
    return verification
  }

  /// Verifies within the transaction that is open, which may have written what is verified.
  mutating func verifyInTransaction(
    progress: (Int) -> Void = { _ in }, entries: (Entry) -> Void = { _ in }
  ) throws(JournalError) -> Verification {
    let differences = try Schema.differences(in: connection)
    compareHead()
    let defect = try firstDefect(
      isSchemaOurs: differences.isEmpty, progress: progress, entries: entries)
    cursor.end()
    if defect == nil, let head, chain.range.size < head.size {
      headProblem = head.shortage(in: chain.range.size)
    }
    return chain.verification(
      payloads: payloads, defect: defect, headProblem: headProblem,
      schemaDifferences: differences)
  }

  private mutating func compareHead() {
    if let head, let problem = head.difference(from: chain.range) { headProblem = problem }
  }

  private mutating func firstDefect(
    isSchemaOurs: Bool, progress: (Int) -> Void, entries: (Entry) -> Void
  ) throws(JournalError) -> Verification.Defect? {
    if !isSchemaOurs { guard try Schema.hasTables(in: connection) else { return nil } }
    do throws(JournalError) {
      // The table itself, not an index: an index may have been made to tell something else.
      let rows = try connection.prepared(
        "SELECT seq, body, leaf FROM event NOT INDEXED ORDER BY seq")
      defer { rows.reset() }
      while try rows.step() {
        if let defect = try defect(ofRow: rows, entries) { return defect }
        if chain.range.size % Self.progressInterval == 0 { progress(chain.range.size) }
      }
      return nil
    } catch .damaged(_, _, let problem) {
      return unreadable(problem)
    } catch .sqlite(_, _, let problem) where !isSchemaOurs {
      // A column is missing, say. With the right schema it is the disk that failed.
      return unreadable(problem)
    }
  }

  private func unreadable(_ problem: String) -> Defect {
    Defect(sequence: chain.range.size + 1, problem: "the file cannot be read: \(problem)")
  }

  private mutating func defect(
    ofRow row: Statement, _ entries: (Entry) -> Void
  ) throws(JournalError) -> Defect? {
    let sequence = row.integer(0)
    let expected = chain.range.size + 1
    guard sequence == expected else {
      return Defect(
        sequence: expected, problem: "it is missing; the next one is event \(sequence)")
    }
    guard row.isText(1), row.sizeBytes(1) <= Journal.largestBodyBytes else {
      return Defect(sequence: sequence, problem: "its body is not text of at most 64 KiB")
    }
    let body = row.bytes(1)
    let leaf = unsafe body.withUnsafeBytes { unsafe LeafHash(body: $0) }
    guard unsafe row.withBytes(2, { unsafe LeafHash($0) }) == leaf else {
      return ChainCheck.defect(
        sequence, body, "its bytes do not match its leaf hash: one of them was changed")
    }
    let (entry, chainProblem) = chain.check(body)
    if let chainProblem { return ChainCheck.defect(sequence, body, chainProblem) }
    if let problem = try problemOfPayloads(body) {
      return ChainCheck.defect(sequence, body, problem)
    }
    chain.accept(leaf)
    compareHead()
    if let entry { entries(entry) }
    return nil
  }

  private mutating func problemOfPayloads(_ body: [UInt8]) throws(JournalError) -> String? {
    for commitment in CommitmentSearch.commitments(in: body) {
      if let problem = try cursor.problem(of: commitment) { return problem }
      payloads += 1
    }
    return nil
  }
}
