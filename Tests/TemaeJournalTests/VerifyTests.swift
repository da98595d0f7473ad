import TemaeCore
import Testing

@testable import TemaeJournal

/// Whatever is done to a journal behind temae's back is found, and the first bad event is named.
@Suite struct VerifyTests {
  let fixture: JournalFixture

  init() throws {
    fixture = try JournalFixture()
    _ = try fixture.journal(entries: 6)
  }

  @Test func `an untouched journal is whole`() throws {
    let found = try fixture.verify()
    #expect(found.isWhole)
    #expect(found.size == 6)
    #expect(found.runs == 1)
    #expect(found.payloads == 6)
    #expect(found.notes.isEmpty)
    #expect(found.headLine == "6 \(found.root.hex)")
  }

  @Test func `an edited body is named`() throws {
    let edited = try fixture.body(4).replacing("okubo", with: "naoto")
    try fixture.replaceBody(4, with: Array(edited.utf8), hashing: false)
    let defect = try #require(try fixture.verify().defect)
    #expect(defect.sequence == 4)
    #expect(defect.run == sampleRun)
    #expect(defect.type == "note.added")
    #expect(defect.problem.contains("leaf hash"))
  }

  @Test func `an edited body whose leaf was made to fit shows at the next event`() throws {
    let edited = try fixture.body(4).replacing("okubo", with: "naoto")
    try fixture.replaceBody(4, with: Array(edited.utf8))
    let defect = try #require(try fixture.verify().defect)
    #expect(defect.sequence == 5)
    #expect(defect.problem.contains("link does not match event 4"))
  }

  @Test(arguments: ["e\u{301}", "\u{e9}\\u0001"])
  func `runs whose names only look alike are two`(other: String) throws {
    let journal = try fixture.open(.write)
    try journal.openRun("\u{e9}", name: "tea-2")
    try journal.addNote(8, run: "\u{e9}")
    let edited = try fixture.body(8).replacing("\"run\":\"\u{e9}\"", with: "\"run\":\"\(other)\"")
    try fixture.replaceBody(8, with: Array(edited.utf8))
    let defect = try #require(try fixture.verify().defect)
    #expect(defect.sequence == 8 && defect.problem.contains("position"), "\(defect)")
  }

  @Test func `an edited leaf is named`() throws {
    try fixture.tamper("UPDATE event SET leaf = randomblob(32) WHERE seq = 2")
    #expect(try fixture.verify().defect?.sequence == 2)
  }

  @Test func `a deleted event is named`() throws {
    try fixture.tamper("DELETE FROM event WHERE seq = 3")
    let defect = try #require(try fixture.verify().defect)
    #expect(defect.sequence == 3)
    #expect(defect.problem.contains("missing"))
  }

  @Test func `events that were deleted from the middle and closed up are named`() throws {
    try fixture.tamper(
      "DELETE FROM event WHERE seq IN (3, 4)", "UPDATE event SET seq = seq - 2 WHERE seq > 4")
    let defect = try #require(try fixture.verify().defect)
    #expect(defect.sequence == 3)
    #expect(defect.problem.contains("link"))
  }

  @Test func `events that changed places are named`() throws {
    try fixture.tamper(
      "UPDATE event SET seq = 100 WHERE seq = 3", "UPDATE event SET seq = 3 WHERE seq = 4",
      "UPDATE event SET seq = 4 WHERE seq = 100")
    #expect(try fixture.verify().defect?.sequence == 3)
  }

  @Test func `an inserted event is named`() throws {
    let body = try fixture.body(3)
      .replacing(#""command":"note-3""#, with: #""command":"note-x""#)
      .replacing(#""position":3"#, with: #""position":103"#)
    let leaf = unsafe Array(body.utf8).withUnsafeBytes { unsafe LeafHash(body: $0) }.digest.hex
    try fixture.tamper(
      "UPDATE event SET seq = 7 WHERE seq = 6", "UPDATE event SET seq = 6 WHERE seq = 5",
      "UPDATE event SET seq = 5 WHERE seq = 4",
      "INSERT INTO event (seq, body, leaf) VALUES (4, '\(body)', x'\(leaf)')")
    let defect = try #require(try fixture.verify().defect)
    #expect(defect.sequence == 4)
    #expect(defect.problem.contains("link"))
  }

  @Test(arguments: [
    (#""position":6"#, #""position":7"#, "position"),
    (#""position":6"#, #""position":6,"position":6"#, "not canonical"),
    (#""seq":6"#, #""seq":7"#, "another event"),
    (#""seq":6"#, #""seq": 6"#, "not canonical"),
    (#""seq":6"#, #""seq":6.0"#, "not canonical"),
    (#""what":{"#, #""what":{"more":1,"#, "well-formed note.added"),
    (#""type":"note.added""#, #""type":"run.paused""#, "well-formed run.paused"),
  ])
  func `a last event that was forged with its leaf is named`(
    original: String, forged: String, problem: String
  ) throws {
    let body = try fixture.body(6).replacing(original, with: forged)
    // The database's own look at the body may refuse the forgery: then it takes rougher tools.
    try fixture.tamper("DROP INDEX event_by_run", "DROP INDEX event_by_command")
    try fixture.replaceBody(6, with: Array(body.utf8))
    let defect = try #require(try fixture.verify().defect)
    #expect(defect.sequence == 6)
    #expect(defect.problem.contains(problem))
  }

  @Test func `a payload that was exchanged is named with its event`() throws {
    try fixture.tamper(
      "UPDATE payload SET bytes = x'00' WHERE bytes = CAST('note 4' AS BLOB)")
    let defect = try #require(try fixture.verify().defect)
    #expect(defect.sequence == 4)
    #expect(defect.problem.contains("does not match its commitment"))
    #expect(throws: JournalError.self) {
      let journal = try fixture.open(.read)
      let entry = try journal.entries(run: sampleRun, after: 3, limit: 1)[0]
      guard case .noteAdded(let note) = entry.event else { return }
      _ = try journal.payload(note.text)
    }
  }

  @Test func `a payload that was removed is named with its event`() throws {
    try fixture.tamper("DELETE FROM payload WHERE bytes = CAST('note 5' AS BLOB)")
    let defect = try #require(try fixture.verify().defect)
    #expect(defect.sequence == 5)
    #expect(defect.problem.contains("missing"))
  }

  @Test func `a removed trigger and a foreign view are named`() throws {
    try fixture.tamper(
      "DROP TRIGGER event_is_never_updated", "CREATE VIEW mine AS SELECT 1", keepingGuards: true)
    let found = try fixture.verify()
    #expect(found.defect == nil)
    #expect(!found.isWhole)
    #expect(
      found.schemaDifferences == [
        "the schema has mine, which is not temae's",
        "event_is_never_updated is missing from the schema",
      ])
  }

  @Test func `a changed trigger is named`() throws {
    try fixture.tamper(
      "DROP TRIGGER event_is_never_updated",
      "CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event BEGIN SELECT 1; END",
      keepingGuards: true)
    #expect(
      try fixture.verify().schemaDifferences
        == ["event_is_never_updated is not as temae made it"])
  }

  @Test func `the triggers refuse what a shell might do by accident`() throws {
    for statement in [
      "UPDATE event SET body = body WHERE seq = 1", "DELETE FROM event WHERE seq = 6",
      "INSERT OR REPLACE INTO event (seq, body, leaf) SELECT 2, body, leaf FROM event WHERE seq = 2",
      "INSERT INTO event (seq, body, leaf) SELECT 9, body, leaf FROM event WHERE seq = 2",
      "UPDATE payload SET bytes = x''",
    ] {
      #expect(throws: JournalError.self, "\(statement)") {
        try fixture.tamper(statement, keepingGuards: true)
      }
    }
    #expect(try fixture.verify().isWhole)
  }
}
