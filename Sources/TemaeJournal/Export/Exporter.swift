import TemaeCore

/// Turns a journal's rows, in their order, into the lines of an export.
struct Exporter {
  /// Only this run's events are exported whole; `nil` for all.
  let run: String?
  /// Whether what the events name is exported too.
  let withPayloads: Bool
  private let path: String
  private var chain = CompactRange()
  private var previous = LeafHash.zero
  private var scanner = CanonicalScanner()
  private var exported: Set<Digest> = []

  init(run: String?, withPayloads: Bool, path: String) {
    self.run = run
    self.withPayloads = withPayloads
    self.path = path
  }

  /// Size and root of what was exported so far.
  var head: JournalHead { JournalHead(size: chain.size, root: chain.root.digest) }

  /// The lines of the next row.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - payload: Gives a payload with its salt; `nil` where it is not stored.
  /// - Returns: The payloads that it is the first to name, and itself.
  /// - Throws: ``JournalError/damaged(path:sequence:problem:)`` where it does not follow the one before.
  mutating func lines(
    _ row: Store.Row,
    payload: (Commitment) throws(JournalError) -> ExportedPayload?
  ) throws(JournalError) -> [ExportLine] {
    let envelope = try envelope(of: row)
    let leaf = unsafe row.body.withUnsafeBytes { unsafe LeafHash(body: $0) }
    previous = leaf
    chain.append(leaf)
    if let run, Envelope.text(envelope.run, in: row.body.span) != run {
      return [.leaf(ExportedLeaf(sequence: row.sequence, leaf: leaf.digest))]
    }
    guard withPayloads else { return [.body(row.body)] }
    var lines: [ExportLine] = []
    for commitment in CommitmentSearch(in: row.body)
    where exported.insert(commitment.digest).inserted {
      if let payload = try payload(commitment) { lines.append(.payload(payload)) }
    }
    return lines + [.body(row.body)]
  }

  // What was edited is not handed on as if it were a journal.
  private mutating func envelope(of row: Store.Row) throws(JournalError) -> Envelope {
    scanner.restart()
    let body = row.body.span
    guard let envelope = try? Envelope(body: body, scanner: &scanner),
      envelope.sequence == row.sequence, row.sequence == chain.size + 1,
      envelope.isPrevious(previous, in: body)
    else {
      throw .damaged(
        path: path, sequence: row.sequence,
        problem: "it does not follow event \(chain.size): one of them was changed or moved")
    }
    return envelope
  }
}
