import Glibc
import TemaeCore
import Testing

@testable import TemaeJournal

/// Several writers and readers at once, in threads and in processes.
@Suite(.serialized) struct ConcurrencyTests {
  let fixture: JournalFixture

  init() throws { fixture = try JournalFixture() }

  @Test func `threads that share a journal and threads with their own keep one chain`() async throws
  {
    let shared = try fixture.journal(entries: 2)
    let place = fixture.place
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let journal =
            writer < 2
            ? shared : try Journal.open(place, mode: .write, options: JournalFixture.options)
          for number in 0..<20 { try journal.addNote(writer * 100 + number + 10) }
        }
      }
      try await group.waitForAll()
    }
    let found = try fixture.verify()
    #expect(found.isWhole)
    #expect(found.size == 82)
  }

  @Test func `processes that append at once keep one chain`() async throws {
    _ = try fixture.journal(entries: 2)
    let path = fixture.path
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<3 {
        group.addTask {
          await #expect(processExitsWith: .success) {
            [path = path as String, writer = writer as Int] in
            let journal = try Journal.open(
              .init(path: path), mode: .write, options: JournalFixture.options)
            for number in 0..<40 { try journal.addNote(writer * 100 + number + 10) }
            try journal.checkpoint()
          }
        }
      }
    }
    let found = try fixture.verify()
    #expect(found.isWhole)
    #expect(found.size == 122)
  }

  @Test func `journals that are made at once are one journal`() async throws {
    let place = fixture.place
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let journal = try Journal.open(place, mode: .create, options: JournalFixture.options)
          try journal.openRun("run-\(number)", name: "tea-\(number)")
        }
      }
      try await group.waitForAll()
    }
    #expect(try fixture.verify().runs == 8)
  }

  @Test func `of two who decide on the same position one is told`() throws {
    let one = try fixture.journal(entries: 2)
    let other = try fixture.open(.write)
    try one.append(
      [.sample(.runPaused(RunPaused()), command: "one")], condition: .command(position: 2))
    #expect(throws: JournalError.conflict(position: 3)) {
      try other.append(
        [.sample(.runPaused(RunPaused()), command: "other")], condition: .command(position: 2))
    }
  }

  @Test func `the data version changes when another has written`() throws {
    let one = try fixture.journal(entries: 2)
    let other = try fixture.open(.write)
    let reader = try fixture.open(.read)
    let before = (one: try one.dataVersion(), reader: try reader.dataVersion())
    try other.addNote(3)
    #expect(try one.dataVersion() != before.one)
    #expect(try reader.dataVersion() != before.reader)
    let after = try reader.dataVersion()
    #expect(try reader.dataVersion() == after)
  }

  @Test func `the closure of a streaming read may append and verify`() throws {
    let journal = try fixture.journal(entries: 3)
    var seen: [Int] = []
    try journal.forEachEntry(run: sampleRun, after: 1) { entry in
      seen.append(entry.sequence)
      if entry.sequence == 3 { try journal.addNote(4) }
      #expect(try journal.verify().isWhole)
    }
    #expect(seen == [2, 3, 4])
  }

  @Test func `a streaming read gives every entry once and in order`() throws {
    let journal = try fixture.journal(entries: 2)
    try journal.openRun("run-2", name: "tea-2")
    for block in 0..<8 {
      let numbers = block * 100..<block * 100 + 100
      try journal.addNotes(numbers)
      try journal.addNotes(numbers, run: "run-2")
    }
    var all: [Int] = []
    try journal.forEachEntry { all.append($0.sequence) }
    #expect(all == Array(1...1_603))
    var positions: [Int] = []
    try journal.forEachEntry(run: "run-2", after: 103) { positions.append($0.position) }
    #expect(positions == Array(2...801))
    var bodies = 0
    try journal.forEachBody(run: sampleRun) { body in
      bodies += 1
      let entry = try Entry(body: body)
      #expect(entry.body == body)
    }
    #expect(bodies == 802)
  }

  @Test func `a run's summary needs no replay`() throws {
    let journal = try fixture.journal(entries: 3)
    try journal.openRun("run-2", name: "tea-2")
    try journal.append(
      [.sample(.runPaused(RunPaused()), command: "pause")], condition: .command(position: 3))
    try journal.addNote(9)
    let at = Instant(microseconds: 1_769_904_000_000_000)
    #expect(
      try journal.runs() == [
        RunSummary(
          id: sampleRun, name: "tea-1", title: "Tea", firstSequence: 1, openedAt: at,
          lastSequence: 6,
          lastPosition: 5, lastAt: at, lastRunEvent: "run.paused"),
        RunSummary(
          id: "run-2", name: "tea-2", title: "Tea", firstSequence: 4, openedAt: at, lastSequence: 4,
          lastPosition: 1, lastAt: at, lastRunEvent: "run.opened"),
      ])
  }
}
