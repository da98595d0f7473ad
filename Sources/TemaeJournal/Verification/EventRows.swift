import TemaeCore

/// Events that follow each other in the journal, as the reader found them.
struct EventRows: Sendable {
  /// One event, whose body matches its leaf.
  struct Row: Sendable {
    /// Where its body lies among the bytes.
    let body: Range<Int>
    let leaf: LeafHash
    /// How many payloads it names, each checked against its commitment.
    var payloads = 0
  }

  /// Why the reader went no further.
  enum Stop: Sendable {
    case end
    case defect(Verification.Defect)
    case failure(JournalError)
  }

  /// In the journal's order.
  private(set) var rows: [Row] = []
  /// The bodies, one behind the other, each behind the prefix with which it is hashed.
  private(set) var bytes: [UInt8] = []
  /// The entries of the first rows, each until it is taken; none where the body cannot be read.
  private var entries: [Entry?] = []
  /// Why there are no more; `nil` where others follow.
  var stop: Stop?
  /// Whether it is the last row's payloads that stopped the reader, which matters only where the row
  /// follows the one before it.
  private(set) var isLastInDoubt = false
  private var payloadBytes = 0

  /// Lets go of the rows, and keeps their memory for others.
  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    stop = nil
    isLastInDoubt = false
    payloadBytes = 0
  }

  /// How much was read for them.
  var size: Int { bytes.count + payloadBytes }

  /// Adds a row whose payloads have yet to be checked.
  ///
  /// - Returns: whether the leaf is the hash of the body; else nothing is added.
  mutating func append(_ body: UnsafeRawBufferPointer, _ leaf: LeafHash?) -> Bool {
    let start = bytes.count
    bytes.append(LeafHash.bodyPrefix)
    unsafe bytes.append(contentsOf: body)
    let hash = unsafe bytes.withUnsafeBytes {
      unsafe LeafHash(prefixed: UnsafeRawBufferPointer(rebasing: $0[start...]))
    }
    guard hash == leaf else {
      bytes.removeSubrange(start...)
      return false
    }
    rows.append(Row(body: start + 1..<bytes.count, leaf: hash))
    isLastInDoubt = true
    return true
  }

  /// The payloads that the last row names.
  var commitmentsOfLast: CommitmentSearch {
    CommitmentSearch(in: bytes, rows.last?.body ?? 0..<0)
  }

  /// A payload of the last row matches its commitment.
  mutating func hasPayload(of length: Int) {
    rows[rows.count - 1].payloads += 1
    payloadBytes += length
  }

  /// Nothing is wrong with the last row.
  mutating func acceptLast() {
    isLastInDoubt = false
  }

  /// Decodes bodies from the first on, as long as there is time for it.
  mutating func decode(while hasTime: () -> Bool) {
    var reader = CanonicalReader(bytes)
    entries.reserveCapacity(rows.count)
    while entries.count < rows.count, hasTime() {
      entries.append(decoded(entries.count, &reader))
    }
  }

  /// Takes the entry of a row, which is decoded with a reader of the bytes where it was not yet; `nil`
  /// where the body cannot be read as an event.
  mutating func takeEntry(_ index: Int, _ reader: inout CanonicalReader) -> Entry? {
    index < entries.count ? entries[index].take() : decoded(index, &reader)
  }

  private func decoded(_ index: Int, _ reader: inout CanonicalReader) -> Entry? {
    try? Entry(bodyIn: rows[index].body, of: &reader)
  }

  /// The body of a row.
  func body(_ index: Int) -> [UInt8] { Array(bytes[rows[index].body]) }
}
