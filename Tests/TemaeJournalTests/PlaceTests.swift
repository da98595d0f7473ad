import Glibc
import TemaeCore
import Testing

@testable import TemaeJournal

/// Where a journal is looked for, and where it is refused or made.
@Suite struct PlaceTests {
  let fixture: JournalFixture

  init() throws { fixture = try JournalFixture() }

  @Test func `a named journal comes before the environment and the search`() {
    let named = Journal.Place.locate(named: "a.sqlite", environment: "/b.sqlite", directory: "/tea")
    #expect(named == Journal.Place(path: "/tea/a.sqlite"))
    let set = Journal.Place.locate(named: nil, environment: "/b.sqlite", directory: "/tea")
    #expect(set == Journal.Place(path: "/b.sqlite"))
    let empty = Journal.Place.locate(named: nil, environment: "", directory: fixture.directory)
    #expect(empty.origin == .expected)
    #expect(empty.path == fixture.path)
  }

  @Test func `a journal is found from a directory below it`() throws {
    _ = try fixture.open()
    let below = fixture.directory + "/some/where"
    _ = shell("mkdir -p \(below)")
    let found = Journal.Place.locate(named: nil, environment: nil, directory: below)
    #expect(found == Journal.Place(path: fixture.path, origin: .found))
  }

  @Test func `a journal that is missing is made only when asked`() throws {
    for mode in [Journal.Mode.read, .write] {
      #expect(
        throws: JournalError.unusable(path: fixture.path, .missing(isSearched: false))
      ) { try fixture.open(mode) }
      let searched = Journal.Place.locate(
        named: nil, environment: nil, directory: fixture.directory)
      #expect(throws: JournalError.unusable(path: fixture.path, .missing(isSearched: true))) {
        try Journal.open(searched, mode: mode)
      }
    }
    #expect(SystemCall.status(fixture.directory + "/journals") == nil)
  }

  @Test func `the journal and everything beside it is for its owner alone`() throws {
    let before = umask(0)
    defer { umask(before) }
    let journal = try fixture.journal(entries: 3)
    #expect(mode(fixture.directory + "/journals") == 0o700)
    let lock = try RunLock.take(run: sampleRun, beside: journal.place)
    defer { withExtendedLifetime(lock) {} }
    for end in ["", "-wal", "-shm", ".lock", ".ballast"] {
      #expect(mode(fixture.path + end) == 0o600, "\(end)")
    }
    #expect(mode(fixture.directory + "/journals/run-\(sampleRun).lock") == 0o600)
    #expect(mode(fixture.directory + "/journals/.gitignore") == 0o600)
  }

  @Test func `a journal for a group is open to the group`() throws {
    let before = umask(0o077)
    defer { umask(before) }
    let journal = try Journal.open(
      fixture.place, mode: .create,
      options: .init(group: try groupName(), allowsTemporaryFileSystem: true))
    try journal.openRun()
    #expect(mode(fixture.directory + "/journals") == 0o2770)
    for end in ["", "-wal", "-shm", ".lock", ".ballast"] {
      #expect(mode(fixture.path + end) == 0o660, "\(end)")
    }
  }

  @Test func `a group that does not exist, or a directory that is not the group's, is refused`()
    throws
  {
    let unknown = Journal.Options(group: "no-such-group", allowsTemporaryFileSystem: true)
    #expect(throws: JournalError.self) {
      try Journal.open(fixture.place, mode: .create, options: unknown)
    }
    _ = shell("mkdir -m 700 \(fixture.directory)/journals")
    let options = Journal.Options(group: try groupName(), allowsTemporaryFileSystem: true)
    #expect(throws: JournalError.self) {
      try Journal.open(fixture.place, mode: .create, options: options)
    }
    #expect(mode(fixture.directory + "/journals") == 0o700)
  }

  @Test func `git ignores the journal's own files and nothing else`() throws {
    _ = try fixture.open()
    let text = shell("cat \(fixture.directory)/journals/.gitignore").output
    #expect(
      text == """
        /temae.sqlite
        /temae.sqlite-wal
        /temae.sqlite-shm
        /temae.sqlite.lock
        /temae.sqlite.ballast
        /temae.attempts/
        /run-*.lock

        """)
  }

  @Test func `a gitignore that exists is never rewritten`() throws {
    _ = shell(
      "mkdir \(fixture.directory)/journals; echo mine > \(fixture.directory)/journals/.gitignore")
    _ = try fixture.open()
    #expect(shell("cat \(fixture.directory)/journals/.gitignore").output == "mine\n")
  }

  @Test(.enabled(if: getuid() == 0, "giving a file away needs root"))
  func `a journal that was found and belongs to another account is refused`() throws {
    _ = try fixture.journal(entries: 3)
    _ = shell("chown nobody \(fixture.path)*")
    let found = Journal.Place(path: fixture.path, origin: .found)
    #expect(throws: JournalError.unusable(path: fixture.path, .otherOwner(account: "nobody"))) {
      try Journal.open(found, mode: .read, options: JournalFixture.options)
    }
    #expect(
      try Journal.open(fixture.place, mode: .read, options: JournalFixture.options).runs().count
        == 1)
    _ = shell("chmod 660 \(fixture.path)")
    #expect(try Journal.open(found, mode: .read, options: JournalFixture.options).runs().count == 1)
  }

  @Test func `file systems are judged by their magic numbers`() {
    #expect(FileSystemKind(magic: 0xEF53) == .local)
    #expect(FileSystemKind(magic: 0x0102_1994) == .temporary(name: "tmpfs"))
    #expect(FileSystemKind(magic: 0x6969) == .unsafe(name: "NFS"))
    #expect(FileSystemKind(magic: 0x6573_5546) == .unsafe(name: "FUSE"))
    #expect(FileSystemKind(magic: 0xFF53_4D42) == .unsafe(name: "CIFS"))
  }

  @Test(.enabled(if: (try? FileSystemKind(path: "/dev/shm")) == .temporary(name: "tmpfs")))
  func `a journal in memory is refused unless allowed`() throws {
    let directory = "/dev/shm/temae-test-\(getpid())"
    _ = shell("mkdir \(directory)")
    defer { _ = shell("rm -rf \(directory)") }
    let place = Journal.Place(path: directory + "/journals/temae.sqlite")
    #expect(throws: JournalError.unusable(path: place.path, .temporaryFileSystem(name: "tmpfs"))) {
      try Journal.open(place, mode: .create)
    }
    #expect(SystemCall.status(place.path) == nil)
    try Journal.open(place, mode: .create, options: JournalFixture.options).openRun()
    #expect(throws: JournalError.self) { try Journal.open(place, mode: .read) }
  }

  @Test func `every message says what to do next`() {
    let obstacles: [JournalObstacle] = [
      .missing(isSearched: true), .missing(isSearched: false), .notAccessible(reason: "x"),
      .notADatabase, .otherProgram, .empty, .newerFormat(version: 2), .readOnly,
      .otherOwner(account: "x"), .unsafeFileSystem(name: "x"), .temporaryFileSystem(name: "x"),
      .settingRefused(name: "x", wanted: "1", found: "0"), .tailInDoubt, .busy,
    ]
    for obstacle in obstacles {
      let text = JournalError.unusable(path: "/tea", obstacle).description
      #expect(text.hasPrefix("/tea: "))
      #expect(text.contains(";") || text.contains(","), "\(text)")
      #expect(!text.contains("\n"))
    }
  }

  @Test func `attempts have directories of their own, whatever their activities are called`() {
    let place = Journal.Place(path: "/tea/journals/temae.sqlite")
    #expect(
      place.attemptDirectory(run: "r", activity: "6/push", attempt: 2, epoch: 3)
        == "temae.attempts/r/6+push-2.3")
    let names = [
      "a/b", "a+b", "a_b", "a b", "a_2bb", "..", ".", "../x", "茶", "a\u{0}b", "A", "a", "",
      String(repeating: "a", count: 500), String(repeating: "a", count: 501), "e\u{301}", "\u{E9}",
    ]
    let safe = names.map { Journal.Place.fileName($0) }
    #expect(Set(safe).count == names.count)
    for name in safe {
      #expect(name.utf8.count <= 120)
      #expect(!name.hasPrefix("."))
      #expect(!name.contains("/"))
      #expect(name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    }
  }
}
