import TemaeCore
import Testing

@testable import TemaeJournal

/// Appending: all or none, in order, once, and only while its condition holds.
@Suite struct AppendTests {
  let fixture: JournalFixture

  init() throws { fixture = try JournalFixture() }

  @Test func `every entry carries the leaf hash of the one before it`() throws {
    let journal = try fixture.journal(entries: 5)
    let entries = try journal.entries(run: sampleRun)
    #expect(entries.map(\.sequence) == [1, 2, 3, 4, 5])
    #expect(entries.map(\.position) == [1, 2, 3, 4, 5])
    #expect(entries[0].previous == .zero)
    for (before, entry) in zip(entries, entries.dropFirst()) {
      #expect(entry.previous == journal.leaf(of: before))
    }
  }

  @Test func `what was appended is read back as it was returned`() throws {
    let journal = try fixture.journal(entries: 2)
    let returned = try journal.addNote(3)
    #expect(try journal.entries(run: sampleRun, after: 2) == returned)
    #expect(try fixture.open(.read).entries(run: sampleRun, after: 2, limit: 1) == returned)
  }

  @Test func `positions are counted for each run on its own`() throws {
    let journal = try fixture.journal(entries: 3)
    try journal.openRun("run-2", name: "tea-2")
    let note = try journal.addNote(9, run: "run-2")
    #expect(note.map(\.sequence) == [5])
    #expect(note.map(\.position) == [2])
  }

  @Test func `a batch that cannot be recorded whole is not recorded at all`() throws {
    let journal = try fixture.journal(entries: 2)
    let long = String(repeating: "x", count: Journal.largestBodyBytes)
    let drafts: [EventDraft] = [
      .sample(.runResumed(RunResumed()), command: "batch", index: 0),
      .sample(.runHalted(.init(detail: long, reason: .failed)), command: "batch", index: 1),
    ]
    let error = #expect(throws: JournalError.self) {
      try journal.append(drafts, condition: .command(position: 2))
    }
    guard case .bodyTooLarge("run.halted", let bytes) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(bytes > Journal.largestBodyBytes)
    #expect(try journal.entries(run: sampleRun).count == 2)
  }

  @Test func `a retry returns the entries that are recorded already`() throws {
    let journal = try fixture.journal(entries: 2)
    let drafts: [EventDraft] = [
      .sample(.runPaused(RunPaused()), command: "pause", index: 0),
      .sample(.runResumed(RunResumed()), command: "pause", index: 1),
    ]
    let first = try journal.append(drafts, condition: .command(position: 2))
    let again = try journal.append(drafts, condition: .command(position: 2))
    #expect(first == again)
    #expect(try journal.entries(run: sampleRun).count == 4)
  }

  @Test func `a command id that is used again for something else is refused`() throws {
    let journal = try fixture.journal(entries: 2)
    let pause = EventDraft.sample(.runPaused(RunPaused()), command: "x")
    let resume = EventDraft.sample(.runResumed(RunResumed()), command: "x")
    try journal.append([pause], condition: .command(position: 2))
    #expect(throws: JournalError.commandReused(command: "x", index: 0, sequence: 3)) {
      try journal.append([resume], condition: .command(position: 3))
    }
    var second = resume
    second.index = 1
    #expect(throws: JournalError.commandReused(command: "x", index: 0, sequence: 3)) {
      try journal.append([pause, second], condition: .command(position: 3))
    }
  }

  @Test func `a run's name is unique in the journal`() throws {
    let journal = try fixture.open()
    #expect(try journal.nextRunName(slug: "tea") == "tea-1")
    try journal.openRun()
    #expect(try journal.nextRunName(slug: "tea") == "tea-2")
    #expect(try journal.nextRunName(slug: "te") == "te-1")
    #expect(throws: JournalError.nameTaken(name: "tea-1")) { try journal.openRun("run-2") }
  }

  @Test func `an event cannot name a payload that is not there`() throws {
    let journal = try fixture.journal(entries: 2)
    let text = journal.seal(Array("lost".utf8), media: "text/plain")
    let draft = EventDraft.sample(.noteAdded(NoteAdded(text: text.commitment)), command: "n")
    #expect(throws: JournalError.payloadNotGiven(digest: text.commitment.digest)) {
      try journal.append([draft], condition: .facts(epoch: 1))
    }
    var swapped = text
    swapped.bytes = Array("last".utf8)
    #expect(throws: JournalError.payloadDiffers(digest: text.commitment.digest)) {
      try journal.append([draft], payloads: [swapped], condition: .facts(epoch: 1))
    }
  }

  @Test func `equal bytes are sealed under different commitments`() throws {
    let journal = try fixture.open()
    let one = journal.seal([1, 2, 3], media: "application/octet-stream")
    let other = journal.seal([1, 2, 3], media: "application/octet-stream")
    #expect(one.salt.count == 16)
    #expect(one.commitment.digest != other.commitment.digest)
  }

  @Test func `payloads of no bytes and of a million come back`() throws {
    let journal = try fixture.journal(entries: 2)
    for (number, bytes) in [[], [UInt8](repeating: 0, count: 1 << 20)].enumerated() {
      let payload = journal.seal(bytes, media: "application/octet-stream")
      try journal.append(
        [.sample(.noteAdded(NoteAdded(text: payload.commitment)), command: "p\(number)")],
        payloads: [payload], condition: .facts(epoch: 1))
      #expect(try journal.payload(payload.commitment) == bytes)
    }
    let absent = journal.seal([1], media: "text/plain")
    #expect(try journal.payload(absent.commitment) == nil)
  }
}
