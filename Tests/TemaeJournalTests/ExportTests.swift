import Glibc
import TemaeCore
import Testing

@testable import TemaeJournal

/// Exports and imports: the same bytes, the same root, or nothing.
struct ExportTests {
  let fixture: JournalFixture
  let other: JournalFixture

  init() throws {
    fixture = try JournalFixture()
    other = try JournalFixture()
  }

  private var exportPath: String { fixture.directory + "/export.jsonl" }

  /// Exports a journal and gives the lines.
  @discardableResult
  private func export(
    _ journal: Journal, run: String? = nil, withPayloads: Bool = true
  ) throws -> (head: JournalHead, lines: [String]) {
    var bytes: [UInt8] = []
    let head = try journal.exportLines(run: run, withPayloads: withPayloads) { bytes += $0 }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    try write(lines)
    return (head, lines)
  }

  private func write(_ lines: [String]) throws {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    let descriptor = SystemCall.open(exportPath, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
    defer { close(descriptor) }
    try #require(SystemCall.write(bytes, to: descriptor))
  }

  /// The exit status of the verifier in another language.
  private func independentStatus(_ head: JournalHead) -> Int32 {
    shell("timeout 60 python3 \(JournalFixture.verifier) \(exportPath) --head \(head.line)").status
  }

  private func bodies(_ fixture: JournalFixture) throws -> [[UInt8]] {
    var bodies: [[UInt8]] = []
    try fixture.open(.read).forEachBody { bodies.append($0) }
    return bodies
  }

  @Test func `lines are the bodies byte for byte, and import to the same root`() throws {
    let journal = try fixture.journal(entries: 20)
    let (head, lines) = try export(journal)
    let exported = lines.filter { $0.hasPrefix("{\"at\":") }.map { Array($0.utf8) }
    #expect(exported == (try bodies(fixture)))
    let whole = try journal.verify()
    #expect(head.line == whole.headLine)
    let found = try other.open().importExport(at: exportPath, containing: head)
    #expect(found == whole)
    #expect(try other.verify() == whole)
    #expect(try bodies(other) == bodies(fixture))
    #expect(try Journal.verifyExport(at: exportPath, containing: head) == whole)
  }

  @Test func `a copy is one file in no special mode, and imports to the same root`() throws {
    let journal = try fixture.journal(entries: 20)
    let path = fixture.directory + "/copy.sqlite"
    let whole = try journal.verify()
    #expect(try journal.exportCopy(to: path) == whole)
    #expect(mode(path) == 0o600)
    #expect(SystemCall.status(path + "-wal") == nil)
    let bytes = try #require(SystemCall.contents(path, limitBytes: 20))
    // The read and write versions of the header: 2 is WAL.
    #expect(bytes[18...19] == [1, 1])
    #expect(try other.open().importExport(at: path) == whole)
    #expect(throws: JournalError.self) { try journal.exportCopy(to: path) }
  }

  @Test func `payloads that are no text come back as they were`() throws {
    let journal = try fixture.open()
    try journal.openRun()
    let samples: [[UInt8]] = [
      [], [0xFF, 0, 10], Array("a\u{0}\u{1B}[31m\"\\\r\n\u{2028}é".utf8), [0xEF, 0xBB, 0xBF, 0x61],
      [0xED, 0xA0, 0x80], Array("e\u{301}".utf8),
    ]
    let sealed = samples.map { journal.seal($0, media: "text/plain") }
    for (index, payload) in sealed.enumerated() {
      let draft = EventDraft.sample(
        .noteAdded(NoteAdded(text: payload.commitment)), command: "n\(index)", index: 0)
      try journal.append([draft], payloads: [payload], condition: .command(position: index + 1))
    }
    try export(journal)
    let imported = try other.open()
    _ = try imported.importExport(at: exportPath)
    for (payload, sample) in zip(sealed, samples) {
      #expect(try imported.payload(payload.commitment) == sample)
    }
  }

  @Test func `one run's export has bare leaves elsewhere, verifies, and is not imported`() throws {
    let journal = try fixture.journal(entries: 6)
    try journal.openRun("01920000-0000-7000-8000-000000000002", name: "other-1")
    try journal.addNote(7)
    let whole = try journal.verify()
    let (head, lines) = try export(journal, run: sampleRun)
    #expect(head.line == whole.headLine)
    #expect(lines.count { $0.hasPrefix("{\"leaf\":") } == 1)
    let found = try Journal.verifyExport(at: exportPath, containing: head)
    #expect(found.isWhole && found.size == whole.size && found.root == whole.root)
    #expect(found.notes == ["1 events of other runs are there as bare leaves"])
    let target = try self.other.open()
    #expect(throws: JournalError.unusable(path: exportPath, .partialExport)) {
      _ = try target.importExport(at: exportPath)
    }
    #expect(try target.verify().size == 0)
  }

  @Test func `a journal with events takes no import`() throws {
    let journal = try fixture.journal(entries: 3)
    try export(journal)
    let target = try other.journal(entries: 1)
    #expect(throws: JournalError.unusable(path: target.place.path, .notEmpty)) {
      _ = try target.importExport(at: exportPath)
    }
    #expect(throws: JournalError.self) { _ = try journal.importExport(at: fixture.path) }
  }

  /// What somebody could do to an export, and whether only a head that was kept elsewhere tells.
  enum Defect: String, CaseIterable {
    case edited, dropped, swapped, cutOff, cutInALine, payloadEdited, payloadDropped, duplicated,
      rubbish, leafInPlace, notCanonical

    func applied(to lines: [String]) -> [String] {
      var lines = lines
      let bodies = lines.indices.filter { lines[$0].hasPrefix("{\"at\":") }
      let payload = lines.lastIndex { $0.hasPrefix("{\"id\":") } ?? 0
      switch self {
      case .edited: lines[bodies[3]].replace("\"account\":\"", with: "\"account\":\"x")
      case .dropped: lines.remove(at: bodies[3])
      case .swapped: lines.swapAt(bodies[3], bodies[4])
      case .cutOff: lines.removeLast(2)
      case .cutInALine: lines[bodies[5]].removeLast(9)
      case .payloadEdited: lines[payload].replace("\"text\":\"", with: "\"text\":\"x")
      case .payloadDropped: lines.remove(at: payload)
      case .duplicated: lines.insert(lines[bodies[3]], at: bodies[3])
      case .rubbish: lines.insert("tea", at: bodies[3])
      case .leafInPlace:
        lines[bodies[3]] = "{\"leaf\":\"\(String(repeating: "0", count: 64))\",\"seq\":4}"
      case .notCanonical: lines[bodies[3]] += " "
      }
      return lines
    }
  }

  @Test(arguments: Defect.allCases)
  func `an export that was edited leaves nothing behind`(defect: Defect) throws {
    let journal = try fixture.journal(entries: 8)
    let (head, lines) = try export(journal)
    try write(defect.applied(to: lines))
    let target = try other.open()
    #expect(throws: JournalError.self) {
      _ = try target.importExport(at: exportPath, containing: head)
    }
    #expect(try target.verify().size == 0)
    #expect(try target.runs() == [])
    let found = try? Journal.verifyExport(at: exportPath, containing: head)
    // What is missing from an export is said, and is no defect: it may have been left out.
    #expect(found?.isWhole != true || defect == .payloadDropped && found?.notes.count == 1)
    #expect(independentStatus(head) == (found?.isWhole == true ? 0 : 7))
    try write(lines)
    #expect(independentStatus(head) == 0)
    #expect(try target.importExport(at: exportPath, containing: head).size == head.size)
  }

  @Test func `a journal that does not hold together is not exported`() throws {
    let journal = try fixture.journal(entries: 8)
    let body = try fixture.body(4).replacing("\"account\":\"", with: "\"account\":\"x")
    try fixture.replaceBody(4, with: Array(body.utf8))
    #expect(throws: JournalError.self) { try journal.exportLines { _ in } }
    let path = fixture.directory + "/copy.sqlite"
    #expect(try journal.exportCopy(to: path).isWhole == false)
    #expect(SystemCall.status(path) == nil)
  }
}
