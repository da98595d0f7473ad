import CSQLite
import TemaeCore

/// Goes over every event of a journal once, in its order, and stops at the first bad one.
struct Verifier {
  private let connection: Connection
  private var head: JournalHead?
  private var headProblem: String?
  private var scanner = CanonicalScanner()
  private var range = CompactRange()
  private var previous = LeafHash.zero
  private var payloads = 0
  private var notes = Notes()
  private var positions = RunPositions()

  /// After how many events the progress is told.
  private static let progressInterval = 10_000

  private typealias Defect = Verification.Defect

  init(connection: Connection, head: JournalHead?) {
    self.connection = connection
    self.head = head
  }

  mutating func verify(progress: (Int) -> Void) throws(JournalError) -> Verification {
    // One snapshot: schema, events and payloads as of the same instant.
    try connection.run("BEGIN")
    let differences = try Schema.differences(in: connection)
    compareHead()
    let defect = try firstDefect(isSchemaOurs: differences.isEmpty, progress: progress)
    // Nothing was written. Where a page is damaged, SQLite says so again at the end of the
    // snapshot, which must not hide which event it was.
    try? connection.run("ROLLBACK")
    if defect == nil, let head, range.size < head.size {
      headProblem = "the head covers \(head.size) events, and the journal has \(range.size)"
    }
    return Verification(
      size: range.size, runs: positions.count, payloads: payloads, root: range.root.digest,
      defect: defect, headProblem: headProblem, schemaDifferences: differences,
      notes: notes.lines)
  }

  private mutating func compareHead() {
    guard let head, head.size == range.size, head.root != range.root.digest else { return }
    headProblem = """
      the first \(head.size) events are not those of the head: they were rewritten, or the head \
      is another journal's
      """
  }

  private mutating func firstDefect(
    isSchemaOurs: Bool, progress: (Int) -> Void
  ) throws(JournalError) -> Verification.Defect? {
    if !isSchemaOurs { guard try Schema.hasTables(in: connection) else { return nil } }
    do throws(JournalError) {
      // The table itself, not an index: an index may have been made to tell something else.
      let rows = try connection.prepared(
        "SELECT seq, body, leaf, typeof(body) FROM event NOT INDEXED ORDER BY seq")
      defer { rows.reset() }
      while try rows.step() {
        if let defect = try defect(ofRow: rows) { return defect }
        if range.size % Self.progressInterval == 0 { progress(range.size) }
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
    Defect(sequence: range.size + 1, problem: "the file cannot be read: \(problem)")
  }

  private mutating func defect(ofRow row: Statement) throws(JournalError) -> Defect? {
    let sequence = row.integer(0)
    guard sequence == range.size + 1 else {
      return Defect(
        sequence: range.size + 1, problem: "it is missing; the next one is event \(sequence)")
    }
    guard row.text(3) == "text", row.sizeBytes(1) <= Journal.largestBodyBytes else {
      return Defect(sequence: sequence, problem: "its body is not text of at most 64 KiB")
    }
    let body = row.bytes(1)
    let leaf = unsafe body.withUnsafeBytes { unsafe LeafHash(body: $0) }
    guard unsafe row.withBytes(2, { unsafe LeafHash($0) }) == leaf else {
      return named(sequence, body, "its bytes do not match its leaf hash: one of them was changed")
    }
    if let problem = try problem(sequence: sequence, body: body) {
      return named(sequence, body, problem)
    }
    previous = leaf
    range.append(leaf)
    compareHead()
    return nil
  }

  private mutating func problem(
    sequence: Int, body: [UInt8]
  ) throws(JournalError) -> String? {
    let envelope: Envelope
    do throws(CanonicalReader.Malformed) {
      envelope = try scanned(body)
    } catch {
      return "its bytes are not canonical: \(error)"
    }
    guard envelope.isPrevious(previous, in: body.span) else {
      return "its link does not match event \(sequence - 1): one of them was changed or moved"
    }
    guard envelope.sequence == sequence else { return "it says that it is another event" }
    guard positions.isNext(envelope.position, of: envelope.run, in: body) else {
      return "its position is not the next one of its run"
    }
    if let problem = undecodable(envelope, sequence: sequence, body: body) { return problem }
    return try problemOfPayloads(body)
  }

  private mutating func scanned(
    _ body: [UInt8]
  ) throws(CanonicalReader.Malformed) -> Envelope {
    scanner.restart()
    return try Envelope(body: body.span, scanner: &scanner)
  }

  private mutating func undecodable(
    _ envelope: Envelope, sequence: Int, body: [UInt8]
  ) -> String? {
    guard let type = Envelope.text(envelope.type, in: body.span), let version = envelope.version
    else { return "it has no type" }
    guard Event.knownTypes.contains(type), version == 1 else {
      notes.add(unknown: "\(type) version \(version)", sequence: sequence)
      return nil
    }
    do throws(CanonicalReader.Malformed) {
      _ = try Entry(body: body)
      return nil
    } catch {
      return "it is not a well-formed \(type): \(error)"
    }
  }

  private mutating func problemOfPayloads(_ body: [UInt8]) throws(JournalError) -> String? {
    for commitment in CommitmentSearch.commitments(in: body) {
      if let problem = try Payloads.problem(of: commitment, in: connection) { return problem }
      payloads += 1
    }
    return nil
  }

  // Even bytes that are bad may still say which event they were.
  private func named(_ sequence: Int, _ body: [UInt8], _ problem: String) -> Defect {
    var scanner = CanonicalScanner()
    let envelope = try? Envelope(body: body.span, scanner: &scanner)
    return Defect(
      sequence: sequence, run: Envelope.text(envelope?.run, in: body.span),
      type: Envelope.text(envelope?.type, in: body.span), problem: problem)
  }
}

/// The newest position of every run; the runs follow each other, so the last one is kept at hand.
private struct RunPositions {
  private var newest: [[UInt8]: Int] = [:]
  private var current: [UInt8] = []
  private var position = 0

  var count: Int { newest.count + (current.isEmpty || newest[current] != nil ? 0 : 1) }

  mutating func isNext(_ next: Int?, of run: Range<Int>?, in body: [UInt8]) -> Bool {
    guard let run, let next, body[run.lowerBound] == 0x22 else { return false }
    if !body[run].elementsEqual(current) {
      if !current.isEmpty { newest[current] = position }
      current = Array(body[run])
      position = newest[current] ?? 0
    }
    position += 1
    return next == position
  }
}

/// What is worth knowing, each kind once.
private struct Notes {
  private var unknown: [String: (first: Int, count: Int)] = [:]

  mutating func add(unknown kind: String, sequence: Int) {
    unknown[kind, default: (sequence, 0)].count += 1
  }

  var lines: [String] {
    unknown.sorted { $0.value.first < $1.value.first }.map { kind, found in
      """
      \(found.count) events are \(kind), which this version of temae does not know; the first is \
      event \(found.first)
      """
    }
  }
}
