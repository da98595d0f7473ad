import TemaeCore
import Testing

@testable import TemaeJournal

/// Bodies that no writer of ours wrote, and events of a later version.
@Suite struct HostileBodyTests {
  let fixture: JournalFixture

  init() throws {
    fixture = try JournalFixture()
    _ = try fixture.journal(entries: 6)
  }

  @Test func `an event of a later version is a note to verification and an error to readers`()
    throws
  {
    let body = try fixture.body(6)
      .replacing(#""type":"note.added","v":1"#, with: #""type":"tea.poured","v":3"#)
    try fixture.replaceBody(6, with: Array(body.utf8))
    let found = try fixture.verify()
    #expect(found.isWhole)
    #expect(found.notes.count == 1)
    #expect(found.notes.first?.contains("tea.poured version 3") == true)
    #expect(throws: JournalError.unknownEvent(sequence: 6, type: "tea.poured", version: 3)) {
      try fixture.open(.read).entries(run: sampleRun)
    }
  }

  @Test func `an ignorable event of a later version is passed over`() throws {
    let journal = try fixture.open(.write)
    let ignored = IgnoredEvent(type: "tea.smelled", version: 2, bytes: Array(#"{"of":"hay"}"#.utf8))
    try journal.append(
      [.sample(.ignored(ignored), command: "later")], condition: .facts(epoch: 1))
    #expect(try journal.entries(run: sampleRun, after: 6).map(\.event) == [.ignored(ignored)])
    #expect(try fixture.verify().isWhole)
  }

  enum HostileBody: CaseIterable {
    case tenMegabytes, nested, invalidUTF8, truncatedUTF8, null, empty, twoObjects

    var bytes: [UInt8] {
      switch self {
      case .tenMegabytes: Array(#"{"at":"\#(String(repeating: "x", count: 10_000_000))"}"#.utf8)
      case .nested: Array(String(repeating: #"{"a":"#, count: 10_000).utf8)
      case .invalidUTF8: [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x7D]
      case .truncatedUTF8: [0xF0, 0x9F]
      case .null: [0x7B, 0x00, 0x7D]
      case .empty: []
      case .twoObjects: Array("{}{}".utf8)
      }
    }
  }

  @Test(arguments: HostileBody.allCases)
  func `a hostile body is named and does no harm`(body: HostileBody) throws {
    // The columns that SQLite computes from a body refuse such a thing; without them it is possible.
    try fixture.tamper(
      "CREATE TABLE copy (seq INTEGER PRIMARY KEY, body TEXT, leaf BLOB)",
      "INSERT INTO copy SELECT seq, body, leaf FROM event", "DROP TABLE event",
      "ALTER TABLE copy RENAME TO event", refittingGuards: false)
    try fixture.replaceBody(6, with: body.bytes)
    let found = try fixture.verify()
    #expect(found.defect?.sequence == 6)
    #expect(!found.schemaDifferences.isEmpty)
    #expect(throws: JournalError.self) { try fixture.open(.read).forEachEntry { _ in } }
  }

  @Test func `SQLite itself refuses a body that is no JSON object with an envelope`() throws {
    for body in ["", "{", "{}", "[]"] {
      #expect(throws: JournalError.self) { try fixture.replaceBody(6, with: Array(body.utf8)) }
    }
  }

  @Test func `a file that was damaged is found and named`() throws {
    let journal = try fixture.open(.write)
    try journal.addNotes(7..<400)
    try journal.checkpoint()
    let size = SystemCall.sizeBytes(fixture.path)
    // The page is one of the table's leaves: half of the file is events.
    _ = shell(
      "dd if=/dev/urandom of=\(fixture.path) bs=4096 seek=\(size / 4096 / 3) count=2 conv=notrunc")
    let found = try? fixture.verify()
    #expect(found == nil || found?.isWhole == false)
  }

  @Test func `the root is that of RFC 6962`() throws {
    func root(_ leaves: ArraySlice<LeafHash>) -> LeafHash {
      guard let first = leaves.first else { return .ofNothing }
      guard leaves.count > 1 else { return first }
      var split = 1
      while split * 2 < leaves.count { split *= 2 }
      let middle = leaves.startIndex + split
      return LeafHash(left: root(leaves[..<middle]), right: root(leaves[middle...]))
    }
    var leaves: [LeafHash] = []
    var range = CompactRange()
    #expect(
      range.root.digest.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    for number in 0..<70 {
      let leaf = unsafe [UInt8(number)].withUnsafeBytes { unsafe LeafHash(body: $0) }
      leaves.append(leaf)
      range.append(leaf)
      #expect(range.root == root(leaves[...]))
      #expect(range.size == number + 1)
    }
  }
}
