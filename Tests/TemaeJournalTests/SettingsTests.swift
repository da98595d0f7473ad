import CSQLite
import TemaeCore
import Testing

@testable import TemaeJournal

/// How SQLite is set up, and that it took the settings.
@Suite(.serialized) struct SettingsTests {
  let fixture: JournalFixture

  init() throws { fixture = try JournalFixture() }

  @Test func `a setting that SQLite does not take refuses to go on`() throws {
    // A database in memory cannot keep a write-ahead log.
    let connection = try Connection(path: ":memory:", access: .readWrite)
    #expect(
      throws: JournalError.unusable(
        path: ":memory:",
        .settingRefused(name: "journal_mode", wanted: "wal", found: "memory"))
    ) { try Settings.apply(Settings.writing, to: connection) }
  }

  @Test func `writers work with one fsync a commit and no checkpoint of SQLite's own`() throws {
    _ = try fixture.open()
    let connection = try Connection(path: fixture.path, access: .readWrite)
    try Settings.secure(connection)
    try Settings.apply(Settings.writing, to: connection)
    let expected = [
      "journal_mode": "wal", "synchronous": "2", "wal_autocheckpoint": "0", "secure_delete": "1",
      "mmap_size": "0", "temp_store": "2", "cell_size_check": "1",
    ]
    for (name, value) in expected {
      #expect(try connection.value("PRAGMA \(name)") == value, "\(name)")
    }
    #expect(
      try connection.value("PRAGMA trusted_schema") == (Settings.canDistrustSchemas ? "0" : "1"))
    #expect(throws: JournalError.self) { try connection.run("UPDATE sqlite_schema SET sql = ''") }
    try connection.run("PRAGMA writable_schema = ON")
    #expect(throws: JournalError.self) { try connection.run("UPDATE sqlite_schema SET sql = ''") }
  }

  @Test func `an old SQLite is refused`() {
    #expect(throws: JournalError.unusable(path: "libsqlite3", .libraryTooOld(version: "3.37.2"))) {
      try Settings.requireLibrary(number: 3_037_002)
    }
  }

  @Test func `readers cannot write`() throws {
    _ = try fixture.journal(entries: 2)
    let reader = try fixture.open(.read)
    #expect(throws: JournalError.unusable(path: fixture.path, .readOnly)) { try reader.addNote(3) }
    let connection = try Connection(path: fixture.path, access: .readOnly)
    #expect(throws: JournalError.self) { try connection.run("DELETE FROM payload") }
  }

  @Test func `closing a journal leaves its log to the next checkpoint`() throws {
    do { _ = try fixture.journal(entries: 3) }
    #expect(SystemCall.sizeBytes(fixture.path + "-wal") > 0)
    try fixture.open(.write).checkpoint()
    #expect(SystemCall.sizeBytes(fixture.path + "-wal") == 0)
    #expect(try fixture.verify().size == 3)
  }

  @Test func `a log that grows large is moved into the file`() throws {
    let journal = try fixture.journal(entries: 2)
    let megabyte = [UInt8](repeating: 7, count: 1 << 20)
    for number in 0..<20 {
      let payload = journal.seal(megabyte, media: "application/octet-stream")
      try journal.append(
        [.sample(.noteAdded(NoteAdded(text: payload.commitment)), command: "large-\(number)")],
        payloads: [payload], condition: .facts(epoch: 1))
    }
    #expect(SystemCall.sizeBytes(fixture.path + "-wal") < Store.checkpointBytes + (2 << 20))
    #expect(try fixture.verify().isWhole)
  }
}
