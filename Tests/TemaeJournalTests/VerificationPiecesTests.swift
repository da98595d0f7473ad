import TemaeCore
import TestSupport
import Testing

@testable import TemaeJournal

/// However much is read at a time, and on however many threads: the verdict is the same.
@Suite struct VerificationPiecesTests {
  /// From one row at a time, whose entry nobody decodes ahead, to the whole journal at once.
  private static let pieces = [1, 600, 2_000, EventReader.usualPieceBytes]

  @Test(arguments: 0..<24)
  func `a journal that chance tampered with is judged alike`(seed: Int) async throws {
    var chance = Chance(seed: seed)
    let fixture = try JournalFixture()
    try fill(fixture, &chance)
    for _ in 0..<chance.draw(0...2) { try? fixture.tamper(chance.tampering()) }
    try await expectOneVerdict(of: fixture, "seed \(seed)")
  }

  @Test(arguments: Tampering.corpus)
  func `what is tried elsewhere is judged alike`(_ tampering: Tampering) async throws {
    let fixture = try JournalFixture()
    _ = try fixture.journal(entries: 6)
    try tampering.apply(fixture)
    if tampering.expected != .refused {
      try await expectOneVerdict(of: fixture, tampering.testDescription)
    }
  }

  @Test func `payloads of many megabytes are read one after the other`() async throws {
    let fixture = try JournalFixture()
    let journal = try fixture.journal(entries: 2)
    for number in 0..<3 {
      let text = journal.seal([UInt8](repeating: 0x74, count: 10 << 20), media: "text/plain")
      try journal.append(
        [.sample(.noteAdded(NoteAdded(text: text.commitment)), command: "note-\(number)")],
        payloads: [text], condition: .facts(epoch: 1))
    }
    try await expectOneVerdict(of: fixture, "large payloads")
    let connection = try Connection(path: fixture.path, access: .readOnly)
    var reader = try EventReader(connection, pieceBytes: EventReader.usualPieceBytes)
    // The first is read together with what comes before it, and none together with another.
    var found = EventRows()
    let counts = (0..<3).map { _ in
      reader.next(into: &found)
      return found.rows.count
    }
    #expect(counts == [3, 1, 1])
    reader.end()
  }

  @Test func `nothing goes on behind a bad event`() async throws {
    let fixture = try JournalFixture()
    _ = try fixture.journal(entries: 40)
    try fixture.tamper("UPDATE event SET body = replace(body, 'okubo', 'naoto') WHERE seq = 9")
    let journal = try fixture.open(.write)
    for _ in 0..<8 {
      let found = try await journal.verify(
        containing: nil, pieceBytes: 1, progress: { _ in }, entries: { _ in })
      #expect(found.defect?.sequence == 9)
      // A snapshot that were still held would keep the write-ahead log from being emptied.
      let connection = try Connection(path: fixture.path, access: .readWrite)
      #expect(try connection.truncatingCheckpoint())
    }
  }

  private func expectOneVerdict(of fixture: JournalFixture, _ name: String) async throws {
    // What cannot even be opened has no verdict.
    guard let journal = try? fixture.open(.read) else { return }
    let expected = verdict(of: journal)
    for bytes in Self.pieces {
      var entries: [Entry] = []
      let found = try? await journal.verify(
        containing: nil, pieceBytes: bytes, progress: { _ in }, entries: { entries.append($0) })
      #expect(found == expected.found, "\(name), \(bytes) bytes at a time")
      #expect(entries == expected.entries, "\(name), \(bytes) bytes at a time")
    }
  }

  private func verdict(of journal: Journal) -> (found: Verification?, entries: [Entry]) {
    var entries: [Entry] = []
    let found = try? journal.verify(entries: { entries.append($0) })
    return (found, entries)
  }

  private func fill(_ fixture: JournalFixture, _ chance: inout Chance) throws {
    let journal = try fixture.open()
    try journal.openRun()
    try journal.takeLease(epoch: 1, position: 1)
    for number in 3...chance.draw(3...40) {
      if chance.draw(0...3) == 0 {
        try journal.addNotes([number * 1000, number * 1000 + 1])
      } else {
        try journal.addNote(number)
      }
    }
  }
}

/// What a seed alone decides.
private struct Chance {
  private var generator: SplitMix64

  init(seed: Int) { generator = SplitMix64(seed: UInt64(seed)) }

  mutating func draw(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }

  /// What a hostile or careless hand might do.
  mutating func tampering() -> String {
    let (row, other, byte) = (draw(1...40), draw(1...40), draw(1...500))
    let kinds = [
      """
      UPDATE event SET body = substr(body, 1, \(byte)) || '\(draw(0...9))' || substr(body, \(byte + 2))
      WHERE seq = \(row)
      """,
      "UPDATE event SET leaf = randomblob(32) WHERE seq = \(row)",
      "UPDATE event SET leaf = (SELECT leaf FROM event WHERE seq = \(other)) WHERE seq = \(row)",
      "DELETE FROM event WHERE seq = \(row)",
      "UPDATE event SET seq = \(other + 100) WHERE seq = \(row)",
      "DELETE FROM payload WHERE rowid = \(row)",
      "UPDATE payload SET bytes = x'00' WHERE rowid = \(row)",
      "UPDATE payload SET salt = randomblob(16) WHERE rowid = \(row)",
      "DROP TABLE payload",
      "ALTER TABLE event RENAME TO happening",
    ]
    return kinds[draw(0...kinds.count - 1)]
  }
}
