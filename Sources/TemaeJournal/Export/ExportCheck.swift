import TemaeCore

/// Verifies an export on its own: links, positions, fields and payloads, as far as it has them.
struct ExportCheck: ~Copyable {
  private var file: ExportFile
  private var chain = ChainCheck()
  private let head: JournalHead?
  private var headProblem: String?
  /// The payloads that the export holds, with their lengths.
  private var given: [Digest: Int] = [:]
  private var payloads = 0
  private var missing = 0
  private var leaves = 0

  init(path: String, head: JournalHead?) throws(JournalError) {
    file = try ExportFile(path: path)
    self.head = head
  }

  mutating func verify() throws(JournalError) -> Verification {
    compareHead()
    while let line = try file.next() {
      if let defect = defect(of: line) { return verification(defect) }
      compareHead()
    }
    if let head, chain.range.size < head.size { headProblem = head.shortage(in: chain.range.size) }
    return verification(nil)
  }

  private mutating func compareHead() {
    if let head, let problem = head.difference(from: chain.range) { headProblem = problem }
  }

  private func verification(_ defect: Verification.Defect?) -> Verification {
    var notes: [String] = []
    if leaves > 0 { notes.append("\(leaves) events of other runs are there as bare leaves") }
    if missing > 0 { notes.append("\(missing) payloads are not in the export") }
    return chain.verification(
      payloads: payloads, defect: defect, headProblem: headProblem, notes: notes)
  }

  private mutating func defect(of line: ExportLine) -> Verification.Defect? {
    let sequence = chain.range.size + 1
    switch line {
    case .body(let body):
      let entry = try? Entry(body: body)
      let problem = entry.map { chain.problem(of: $0) } ?? chain.problem(ofUnreadable: body)
      if let problem = problem ?? problemOfPayloads(body) {
        return ChainCheck.defect(sequence, body, problem)
      }
      chain.accept(unsafe body.withUnsafeBytes { unsafe LeafHash(body: $0) })
    case .leaf(let bare):
      guard bare.sequence == sequence else {
        return .init(
          sequence: sequence, problem: "it is missing; the next one is event \(bare.sequence)")
      }
      chain.accept(LeafHash(bare.leaf))
      leaves += 1
    case .payload(let payload):
      guard Payloads.digest(salt: payload.salt, bytes: payload.bytes) == payload.id else {
        return .init(
          sequence: sequence,
          problem: "the payload \(payload.id.short) before it does not match its own digest")
      }
      given[payload.id] = payload.bytes.count
    }
    return nil
  }

  private mutating func problemOfPayloads(_ body: [UInt8]) -> String? {
    for commitment in CommitmentSearch(in: body) {
      guard let length = given[commitment.digest] else {
        missing += 1
        continue
      }
      guard length == commitment.length else {
        return "its payload \(commitment.digest.short) does not match its commitment"
      }
      payloads += 1
    }
    return nil
  }
}
