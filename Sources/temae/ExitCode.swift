import ArgumentParser

/// What a command's exit code says; `docs/reference/exit-codes.md` is the table for people.
enum TemaeExit: Int32, CaseIterable, Sendable {
  /// Everything was done.
  case done = 0
  /// The run halted: an activity failed, or what it needs is not there.
  case halted = 1
  /// There are findings.
  case findings = 2
  /// The run waits for a person.
  case waits = 3
  /// The run was aborted.
  case aborted = 4
  /// The run was rolled back.
  case rolledBack = 5
  /// The outcome of an attempt is unknown.
  case unknown = 6
  /// The journal does not verify.
  case journalBroken = 7
  /// The command line cannot be carried out as it was typed, or not as things stand.
  case usage = 64
  /// The document, or other data, is not right.
  case data = 65
  /// Another runner drives the run.
  case elsewhere = 75
  /// A person interrupted the command.
  case interrupted = 130

  /// What the code says, in a few words.
  var meaning: String {
    switch self {
    case .done: "done"
    case .halted: "halted, an activity failed"
    case .findings: "findings"
    case .waits: "waits for a person"
    case .aborted: "aborted or no-go"
    case .rolledBack: "rolled back"
    case .unknown: "an outcome is unknown"
    case .journalBroken: "the journal does not verify"
    case .usage: "usage"
    case .data: "bad document or data"
    case .elsewhere: "another runner drives this run"
    case .interrupted: "interrupted"
    }
  }

  /// The code as the argument parser's `run` throws it to end without a message.
  var code: ExitCode { ExitCode(rawValue) }
}
