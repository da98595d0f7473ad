import Glibc
import TemaeCore
import Testing

@testable import TemaeJournal

/// What lies where a journal should be, and is none.
@Suite struct ForeignFileTests {
  let fixture: JournalFixture

  init() throws { fixture = try JournalFixture() }

  @Test func `a database of another program is refused and left as it was`() throws {
    _ = shell("mkdir \(fixture.directory)/journals; sqlite3 \(fixture.path) 'CREATE TABLE t (a)'")
    let before = shell("sha256sum \(fixture.path)").output
    for mode in [Journal.Mode.read, .write, .create] {
      #expect(throws: JournalError.unusable(path: fixture.path, .otherProgram)) {
        try fixture.open(mode)
      }
    }
    #expect(shell("sha256sum \(fixture.path)").output == before)
  }

  @Test func `a file that is no database is refused`() throws {
    _ = shell("mkdir \(fixture.directory)/journals; seq 1000 > \(fixture.path)")
    for mode in [Journal.Mode.read, .write, .create] {
      #expect(throws: JournalError.unusable(path: fixture.path, .notADatabase)) {
        try fixture.open(mode)
      }
    }
  }

  @Test func `an empty file is a journal whose creation was interrupted`() throws {
    _ = shell("mkdir \(fixture.directory)/journals; : > \(fixture.path)")
    for mode in [Journal.Mode.read, .write] {
      #expect(throws: JournalError.unusable(path: fixture.path, .empty)) { try fixture.open(mode) }
    }
    #expect(try fixture.open(.create).runs().isEmpty)
  }

  @Test func `a journal of a later format is refused`() throws {
    _ = try fixture.open()
    try fixture.tamper("PRAGMA user_version = 2")
    #expect(throws: JournalError.unusable(path: fixture.path, .newerFormat(version: 2))) {
      try fixture.open(.read)
    }
  }

  @Test func `directories, other kinds of files and hard links are refused`() throws {
    _ = shell("mkdir -p \(fixture.path)")
    #expect(throws: JournalError.self) { try fixture.open(.create) }
    _ = shell("rmdir \(fixture.path)")
    _ = try fixture.open()
    _ = shell("ln \(fixture.path) \(fixture.path).other")
    #expect(throws: JournalError.self) { try fixture.open(.read) }
  }

  @Test func `a symbolic link leads to the same journal and the same lock`() throws {
    let journal = try fixture.journal(entries: 2)
    _ = shell("ln -s \(fixture.path) \(fixture.directory)/link")
    let place = Journal.Place(path: fixture.directory + "/link")
    let linked = try Journal.open(place, mode: .write, options: JournalFixture.options)
    #expect(linked.place == journal.place)
    try linked.addNote(3)
    #expect(try journal.entries(run: sampleRun).count == 3)
    #expect(SystemCall.status(fixture.directory + "/link.lock") == nil)
  }
}
