import Glibc
import Testing

@testable import TemaeJournal

/// One runner for a run, as long as it lives.
@Suite struct RunLockTests {
  let fixture: JournalFixture

  init() throws {
    fixture = try JournalFixture()
    _ = try fixture.open()
  }

  @Test func `a run that nobody drives has no holder`() throws {
    #expect(try RunLock.holder(run: sampleRun, beside: fixture.place) == nil)
  }

  @Test func `a second runner is refused and told who drives the run`() throws {
    let lock = try RunLock.take(run: sampleRun, beside: fixture.place)
    let current = ProcessIdentity.current
    #expect(try RunLock.holder(run: sampleRun, beside: fixture.place) == current)
    #expect(throws: JournalError.runHeld(run: sampleRun, holder: current)) {
      try RunLock.take(run: sampleRun, beside: fixture.place)
    }
    _ = try RunLock.take(run: "another", beside: fixture.place)
    withExtendedLifetime(lock) {}
  }

  @Test func `the run is free when the lock is let go`() throws {
    do { _ = try RunLock.take(run: sampleRun, beside: fixture.place) }
    #expect(try RunLock.holder(run: sampleRun, beside: fixture.place) == nil)
    _ = try RunLock.take(run: sampleRun, beside: fixture.place)
  }

  @Test func `a killed runner holds nothing`() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = fixture.path as String] in
      let lock = try RunLock.take(run: "r", beside: .init(path: path))
      guard try RunLock.holder(run: "r", beside: .init(path: path)) != nil else { exit(1) }
      kill(getpid(), SIGKILL)
      withExtendedLifetime(lock) {}
    }
    #expect(try RunLock.holder(run: "r", beside: fixture.place) == nil)
  }

  // A runner that has just taken the run has not yet written who it is: nobody may be told then that
  // it is somebody who cannot be read.
  @Test func `asking for the holder again and again neither keeps a runner out nor fails`()
    async throws
  {
    let place = fixture.place
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<20_000 { _ = try RunLock.holder(run: sampleRun, beside: place) }
      }
      group.addTask {
        for _ in 0..<500 { _ = try RunLock.take(run: sampleRun, beside: place) }
      }
      try await group.waitForAll()
    }
  }

  @Test func `a process is told by more than its number`() {
    let current = ProcessIdentity.current
    #expect(current.processID == Int(getpid()))
    #expect(Int(current.startTicks) != nil)
    #expect(!current.boot.isEmpty)
    #expect(ProcessIdentity(lockText: Array(current.lockText.utf8)) == current)
    #expect(ProcessIdentity(lockText: []) == nil)
  }
}
