import TemaeCore
import Testing

@testable import TemaeJournal

/// Conflicts, fences, and what never conflicts.
@Suite struct ConditionTests {
  let fixture: JournalFixture

  init() throws { fixture = try JournalFixture() }

  @Test func `a person who saw an older position gets a conflict`() throws {
    let journal = try fixture.journal(entries: 3)
    #expect(throws: JournalError.conflict(position: 3)) {
      try journal.append(
        [.sample(.runPaused(RunPaused()), command: "late")], condition: .command(position: 2))
    }
  }

  @Test func `an intent at another position is a conflict`() throws {
    let journal = try fixture.journal(entries: 3)
    #expect(throws: JournalError.conflict(position: 3)) {
      try journal.append([intent("a")], condition: .intents(epoch: 1, position: 2))
    }
    #expect(
      try journal.append([intent("a")], condition: .intents(epoch: 1, position: 3)).count == 1)
  }

  @Test func `a stale driver's intent is fenced and its fact is kept as evidence`() throws {
    let journal = try fixture.journal(entries: 2)
    try journal.takeLease(epoch: 2, position: 2)
    #expect(throws: JournalError.fenced(epoch: 2)) {
      try journal.append([intent("a")], condition: .intents(epoch: 1, position: 3))
    }
    let started = AttemptStarted(activity: "1/a", attempt: 1, processID: 7)
    let late = try journal.append(
      [.sample(.attemptStarted(started), command: "late", epoch: 1)], condition: .facts(epoch: 1))
    #expect(late.map(\.position) == [4])
  }

  @Test func `an epoch only grows`() throws {
    let journal = try fixture.journal(entries: 2)
    for epoch in [0, 1] {
      #expect(throws: JournalError.fenced(epoch: 1)) {
        try journal.takeLease(epoch: epoch, position: 2, command: "again-\(epoch)")
      }
    }
  }

  @Test func `nothing is recorded for a run that was never opened`() throws {
    let journal = try fixture.open()
    #expect(throws: JournalError.unknownRun(run: sampleRun)) { try journal.addNote(1) }
    #expect(throws: JournalError.unknownRun(run: sampleRun)) {
      try journal.append([intent("a")], condition: .intents(epoch: 0, position: 0))
    }
    #expect(throws: JournalError.unknownRun(run: sampleRun)) {
      try journal.takeLease(epoch: 1, position: 0)
    }
  }
}

private func intent(_ command: String) -> EventDraft {
  .sample(
    .attemptIntended(AttemptIntended(activity: "1/a", attempt: 1, environment: [], source: .zero)),
    command: command, epoch: 1)
}
