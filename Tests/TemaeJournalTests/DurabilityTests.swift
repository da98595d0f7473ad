import CSQLite
import Glibc
import Synchronization
import TemaeCore
import Testing

@testable import TemaeJournal

/// What was acknowledged is kept, and what could not be kept is not acknowledged.
@Suite(.serialized) struct DurabilityTests {
  let fixture: JournalFixture

  init() throws { fixture = try JournalFixture() }

  // MARK: - Kills

  @Test(arguments: [3, 8, 15, 27, 41, 64])
  func `a killed writer loses nothing that it acknowledged`(milliseconds: Int) async throws {
    _ = try fixture.journal(entries: 2)
    let acknowledged = fixture.directory + "/acknowledged"
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [
        path = fixture.path as String, acknowledged = acknowledged as String,
        milliseconds = milliseconds as Int
      ] in
      let journal = try Journal.open(
        .init(path: path), mode: .write, options: JournalFixture.options)
      let log = SystemCall.open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, mode: 0o600)
      var killer = pthread_t()
      unsafe pthread_create(
        &killer, nil,
        { argument in
          usleep(UInt32(UInt(bitPattern: argument)))
          kill(getpid(), SIGKILL)
          return nil
        }, UnsafeMutableRawPointer(bitPattern: milliseconds * 1_000))
      var number = 10
      while true {
        let entries = try journal.addNote(number)
        let line = Array("\(entries[0].sequence) \(journal.leaf(of: entries[0]).hex)\n".utf8)
        unsafe line.withUnsafeBytes { _ = unsafe write(log, $0.baseAddress, $0.count) }
        if number % 7 == 0 { try journal.checkpoint() }
        number += 1
      }
    }
    let journal = try fixture.open(.write)
    #expect(try await journal.verify().isWhole)
    let entries = try journal.entries(run: sampleRun)
    for line in shell("cat \(acknowledged) 2>/dev/null").output.split(separator: "\n") {
      let words = line.split(separator: " ")
      let sequence = try #require(Int(words[0]))
      try #require(sequence <= entries.count)
      #expect(journal.leaf(of: entries[sequence - 1]).hex == String(words[1]))
    }
    try journal.addNote(100_000)
    #expect(try fixture.verify().isWhole)
  }

  // MARK: - Disk errors

  @Test func `after a disk error the outcome is unknown and the journal refuses everything`()
    async throws
  {
    _ = try fixture.journal(entries: 30)
    await #expect(processExitsWith: .success) { [path = fixture.path as String] in
      let journal = try Journal.open(
        .init(path: path), mode: .write, options: JournalFixture.options)
      signal(SIGXFSZ, SIG_IGN)
      let limit = rlim_t(SystemCall.sizeBytes(path + "-wal") + 5_000)
      var limits = rlimit(rlim_cur: limit, rlim_max: limit)
      guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits) == 0 else {
        exit(2)
      }
      for number in 100..<200 {
        do {
          try journal.addNote(number)
        } catch JournalError.outcomeUnknown {
          do {
            try journal.addNote(number + 1)
          } catch JournalError.outcomeUnknown {
            exit(0)
          }
          exit(3)
        }
      }
      exit(4)
    }
    // The one that died said so: the next writer makes the tail durable before it trusts it.
    #expect(shell("cat \(fixture.path).lock").output.hasPrefix("writing"))
    let journal = try fixture.open(.write)
    #expect(SystemCall.sizeBytes(fixture.path + "-wal") == 0)
    #expect(shell("cat \(fixture.path).lock").output.hasPrefix("finished"))
    #expect(try await journal.verify().isWhole)
    #expect(try journal.entries(run: sampleRun).count >= 30)
  }

  @Test func `a tail that cannot be made durable is not trusted`() throws {
    let journal = try fixture.journal(entries: 3)
    // A reader in the middle of a transaction keeps the log from being emptied.
    let reader = try Connection(path: fixture.path, access: .readOnly)
    try reader.run("BEGIN")
    _ = try reader.integer("SELECT count(*) FROM event")
    try journal.addNote(4)
    _ = shell("printf writing | dd of=\(fixture.path).lock conv=notrunc")
    #expect(throws: JournalError.unusable(path: fixture.path, .tailInDoubt)) {
      try journal.addNote(5)
    }
    #expect(throws: JournalError.unusable(path: fixture.path, .tailInDoubt)) {
      try fixture.open(.write)
    }
    try reader.run("COMMIT")
    try journal.addNote(5)
    #expect(try fixture.verify().size == 5)
  }

  @Test func `a last event whose bytes and leaf differ is not built upon`() throws {
    do { _ = try fixture.journal(entries: 3) }
    try fixture.tamper("UPDATE event SET leaf = randomblob(32) WHERE seq = 3")
    #expect(throws: JournalError.self) { try fixture.open(.write) }
    #expect(try fixture.open(.read).runs().count == 1)
  }
}
