import TemaeCore

/// Goes over every event of a journal once, in its order, and stops at the first bad one.
///
/// Rows are read and hashed by an ``EventReader``; here they are linked to each other. The reader may
/// be ahead on another thread: what it found counts only when its turn has come, so that the verdict is
/// the same.
struct Verifier {
  private let head: JournalHead?
  private var headProblem: String?
  private var chain = ChainCheck()
  private var payloads = 0

  /// After how many events the progress is told.
  private static let progressInterval = 10_000

  init(head: JournalHead?) {
    self.head = head
    compareHead()
  }

  /// Verifies what the connection sees in the transaction that is open, which may have written it.
  static func verify(
    _ connection: Connection, containing head: JournalHead? = nil,
    pieceBytes: Int = EventReader.usualPieceBytes, progress: (Int) -> Void = { _ in },
    entries: (Entry) -> Void = { _ in }
  ) throws(JournalError) -> Verification {
    var reader = try EventReader(connection, pieceBytes: pieceBytes)
    defer { reader.end() }
    var verifier = Verifier(head: head)
    var found = EventRows()
    while true {
      reader.next(into: &found)
      if let stop = verifier.take(&found, progress: progress, entries: entries) {
        return try verifier.verification(stop, reader.schemaDifferences)
      }
    }
  }

  /// Takes in the next rows, and their entries out of them; gives why there are no more, or the first
  /// that is bad.
  mutating func take(
    _ found: inout EventRows, progress: (Int) -> Void, entries: (Entry) -> Void
  ) -> EventRows.Stop? {
    var reader = CanonicalReader(found.bytes)
    for index in found.rows.indices {
      let stop =
        if let entry = found.takeEntry(index, &reader) {
          take(entry, index, of: found, entries)
        } else {
          accept(index, of: found, chain.problem(ofUnreadable: found.body(index)))
        }
      if let stop { return stop }
      if chain.range.size % Self.progressInterval == 0 { progress(chain.range.size) }
    }
    return found.stop
  }

  private mutating func take(
    _ entry: Entry, _ index: Int, of found: EventRows, _ entries: (Entry) -> Void
  ) -> EventRows.Stop? {
    if let stop = accept(index, of: found, chain.problem(of: entry)) { return stop }
    entries(entry)
    return nil
  }

  private mutating func accept(
    _ index: Int, of found: EventRows, _ problem: String?
  ) -> EventRows.Stop? {
    if let problem {
      return .defect(ChainCheck.defect(chain.range.size + 1, found.body(index), problem))
    }
    payloads += found.rows[index].payloads
    if found.isLastInDoubt, index == found.rows.count - 1 { return found.stop }
    chain.accept(found.rows[index].leaf)
    compareHead()
    return nil
  }

  /// What was found, when there are no more rows.
  func verification(
    _ stop: EventRows.Stop, _ schemaDifferences: [String]
  ) throws(JournalError) -> Verification {
    switch stop {
    case .failure(let error): throw error
    case .defect(let defect):
      return chain.verification(
        payloads: payloads, defect: defect, headProblem: headProblem,
        schemaDifferences: schemaDifferences)
    case .end:
      let shortage = head.flatMap { head in
        chain.range.size < head.size ? head.shortage(in: chain.range.size) : nil
      }
      return chain.verification(
        payloads: payloads, headProblem: shortage ?? headProblem,
        schemaDifferences: schemaDifferences)
    }
  }

  private mutating func compareHead() {
    if let head, let problem = head.difference(from: chain.range) { headProblem = problem }
  }
}
