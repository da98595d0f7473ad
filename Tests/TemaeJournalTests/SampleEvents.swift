import TemaeCore
import TemaeJournal

let sampleRun = "01920000-0000-7000-8000-000000000001"

extension EventDraft {
  /// A draft of the sample run; the command is unique unless one is given.
  static func sample(
    _ event: Event, command: String, index: Int = 0, run: String = sampleRun, epoch: Int? = nil
  ) -> EventDraft {
    EventDraft(
      run: run, at: Instant(microseconds: 1_769_904_000_000_000), bootMicroseconds: 12_345,
      by: Operator(name: "Ōkubo \"the\" host", account: "okubo", host: "tea"), epoch: epoch,
      command: command, index: index, event: event)
  }
}

extension Journal {
  /// Opens the sample run, or another.
  @discardableResult
  func openRun(_ run: String = sampleRun, name: String = "tea-1") throws -> [Entry] {
    let source = seal(Array("# Tea\n".utf8), media: "text/markdown")
    let compiled = seal(Array("{}".utf8), media: "application/json")
    let opened = RunOpened(
      acceptance: .person, compiled: compiled.commitment, digest: .zero,
      directory: "/srv/tea", document: "tea.md", files: [], format: 1,
      minuteMicroseconds: 60_000_000, name: name, parameters: [], source: source.commitment,
      targets: [], title: "Tea", tool: "0")
    return try append(
      [.sample(.runOpened(opened), command: "open-\(run)", run: run)],
      payloads: [source, compiled], condition: .command(position: 0))
  }

  /// Takes the lease of the sample run.
  @discardableResult
  func takeLease(epoch: Int, position: Int, command: String? = nil) throws -> [Entry] {
    let lease = LeaseTaken(
      boot: "boot", honoursSchedule: false, machine: "machine", processID: 1, startTicks: "1")
    return try append(
      [.sample(.leaseTaken(lease), command: command ?? "lease-\(epoch)", epoch: epoch)],
      condition: .command(position: position))
  }

  /// Adds a note with a payload, as a fact that is always recorded.
  @discardableResult
  func addNote(_ number: Int, run: String = sampleRun) throws -> [Entry] {
    let text = seal(Array("note \(number)".utf8), media: "text/plain")
    return try append(
      [.sample(.noteAdded(NoteAdded(text: text.commitment)), command: "note-\(number)", run: run)],
      payloads: [text], condition: .facts(epoch: 1))
  }

  /// Adds notes without a text of their own, in one append.
  func addNotes(_ numbers: some Sequence<Int>, run: String = sampleRun) throws {
    let text = seal(Array("note".utf8), media: "text/plain")
    let drafts = numbers.map { number in
      EventDraft.sample(
        .noteAdded(NoteAdded(text: text.commitment)), command: "note-\(number)", run: run)
    }
    try append(drafts, payloads: [text], condition: .facts(epoch: 1))
  }
}
