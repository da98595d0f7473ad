import TemaeCore

/// Whether bodies follow each other as temae writes them, one after the other in their order.
///
/// Where they come from, a journal's table or an export, and what payloads they name, is for others.
struct ChainCheck {
  /// The tree over the leaves so far.
  private(set) var range = CompactRange()
  private var scanner = CanonicalScanner()
  private var previous = LeafHash.zero
  private var notes = Notes()
  private var positions = RunPositions()

  /// What is wrong with the next event; `nil` where it follows those that were accepted.
  ///
  /// What can be read as an event is canonical, byte for byte.
  mutating func problem(of entry: Entry) -> String? {
    let sequence = range.size + 1
    guard entry.previous == previous.digest else { return Self.wrongLink(sequence) }
    guard entry.sequence == sequence else { return Self.wrongSequence }
    guard positions.isNext(entry.position, of: entry.draft.run) else { return Self.wrongPosition }
    if entry.position == 1, entry.event.type != "run.opened" { return Self.wrongBeginning }
    if case .ignored(let data) = entry.draft.event {
      notes.add(unknown: "\(data.type) version \(data.version)", sequence: sequence)
    }
    return nil
  }

  /// What is wrong with the next event, whose body cannot be read as one; `nil` where it follows, and is
  /// only of a type that this version does not know.
  mutating func problem(ofUnreadable body: [UInt8]) -> String? {
    let sequence = range.size + 1
    let envelope: Envelope
    do throws(CanonicalReader.Malformed) {
      scanner.restart()
      envelope = try Envelope(body: body.span, scanner: &scanner)
    } catch {
      return "its bytes are not canonical: \(error)"
    }
    guard envelope.isPrevious(previous, in: body.span) else { return Self.wrongLink(sequence) }
    guard envelope.sequence == sequence else { return Self.wrongSequence }
    guard positions.isNext(envelope.position, of: Self.text(envelope.run, in: body)) else {
      return Self.wrongPosition
    }
    if envelope.position == 1, Envelope.text(envelope.type, in: body.span) != "run.opened" {
      return Self.wrongBeginning
    }
    return undecodable(envelope, body: body)
  }

  /// A text of the envelope, without its escapes.
  private static func text(_ range: Range<Int>?, in body: [UInt8]) -> String? {
    guard let range else { return nil }
    var reader = CanonicalReader(body, at: range.lowerBound)
    return try? reader.string()
  }

  private static func wrongLink(_ sequence: Int) -> String {
    "its link does not match event \(sequence - 1): one of them was changed or moved"
  }
  private static let wrongSequence = "it says that it is another event"
  private static let wrongPosition = "its position is not the next one of its run"
  // The list of runs has only those that were opened: what has not been would never be replayed.
  private static let wrongBeginning = "its run does not begin with run.opened"

  /// Takes in the leaf of the next event.
  mutating func accept(_ leaf: LeafHash) {
    previous = leaf
    range.append(leaf)
  }

  /// What was found, with what only the caller can know.
  func verification(
    payloads: Int, defect: Verification.Defect? = nil, headProblem: String? = nil,
    schemaDifferences: [String] = [], notes more: [String] = []
  ) -> Verification {
    Verification(
      size: range.size, runs: positions.count, payloads: payloads, root: range.root.digest,
      defect: defect, headProblem: headProblem, schemaDifferences: schemaDifferences,
      notes: notes.lines + more)
  }

  /// A defect with the names that even bad bytes may still say.
  static func defect(
    _ sequence: Int, _ body: [UInt8], _ problem: String
  ) -> Verification.Defect {
    var scanner = CanonicalScanner()
    let envelope = try? Envelope(body: body.span, scanner: &scanner)
    return Verification.Defect(
      sequence: sequence, run: Envelope.text(envelope?.run, in: body.span),
      type: Envelope.text(envelope?.type, in: body.span), problem: problem)
  }

  private mutating func undecodable(_ envelope: Envelope, body: [UInt8]) -> String? {
    guard let type = Envelope.text(envelope.type, in: body.span), let version = envelope.version
    else { return "it has no type" }
    guard Event.knownTypes.contains(type), version == 1 else {
      notes.add(unknown: "\(type) version \(version)", sequence: range.size + 1)
      return nil
    }
    do throws(CanonicalReader.Malformed) {
      _ = try Entry(body: body)
      return nil
    } catch {
      return "it is not a well-formed \(type): \(error)"
    }
  }
}

/// The newest position of every run; the runs follow each other, so the last one is kept at hand.
private struct RunPositions {
  // By bytes: `String` would call canonically equivalent names equal, and SQLite does not.
  private var newest: [[UInt8]: Int] = [:]
  private var current = ""
  private var position = 0

  var count: Int {
    newest.count + (current.isEmpty || newest[Array(current.utf8)] != nil ? 0 : 1)
  }

  mutating func isNext(_ next: Int?, of run: String?) -> Bool {
    guard let run, let next else { return false }
    if !run.hasSameBytes(as: current) {
      if !current.isEmpty { newest[Array(current.utf8)] = position }
      current = run
      position = newest[Array(run.utf8)] ?? 0
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
