import Glibc
import Synchronization
import TemaeCore
import Testing

@testable import TemaeJournal

/// One writer at a time, and whoever waits is told for whom.
@Suite(.serialized) struct WriterLockTests {
  let fixture: JournalFixture

  init() throws { fixture = try JournalFixture() }

  @Test func `a writer waits for the lock and names its holder`() throws {
    _ = try fixture.journal(entries: 2)
    let named = Named()
    let lock = SystemCall.open(fixture.path + ".lock", O_RDWR)
    let journal = try Journal.open(
      fixture.place, mode: .write,
      options: .init(
        allowsTemporaryFileSystem: true,
        onWait: { holder in
          named.note(holder)
          SystemCall.write(Array("finished".utf8), to: lock)
          close(lock)
        }))
    SystemCall.write(Array("writing process 4321 \n".utf8), to: lock)
    flock(lock, LOCK_EX)
    #expect(try journal.addNote(3).map(\.sequence) == [3])
    #expect(named.holders == [4321])
  }

  @Test func `a transaction holds the lock`() throws {
    let journal = try fixture.journal(entries: 2)
    let lock = SystemCall.open(fixture.path + ".lock", O_RDWR)
    defer { close(lock) }
    let store = try Store(
      site: try JournalSite(fixture.place, JournalFixture.options), mode: .write,
      options: JournalFixture.options)
    try store.write { () throws(JournalError) in
      #expect(flock(lock, LOCK_EX | LOCK_NB) == -1)
      var blocked = sigset_t()
      unsafe pthread_sigmask(SIG_SETMASK, nil, &blocked)
      #expect(unsafe sigismember(&blocked, SIGTSTP) == 1)
    }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    flock(lock, LOCK_UN)
    try journal.addNote(3)
  }

  @Test func `a program that writes without the lock is named as such`() throws {
    let journal = try fixture.journal(entries: 2)
    let other = try Connection(path: fixture.path, access: .readWrite)
    try other.run("BEGIN IMMEDIATE")
    #expect(throws: JournalError.unusable(path: fixture.path, .busy)) { try journal.addNote(3) }
    try other.run("ROLLBACK")
    try journal.addNote(3)
  }
}

/// Remembers from any thread who was named.
private final class Named: Sendable {
  private let store = Mutex<[Int?]>([])
  func note(_ holder: Int?) { store.withLock { $0.append(holder) } }
  var holders: [Int?] { store.withLock { $0 } }
}
