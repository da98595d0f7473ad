import TemaeCore
import TemaeJournal

/// What a run begins with: the state before its first entry.
///
/// A document is often run more than once, in rehearsals before the night, and again after it: what
/// its runs begin with is worked out once for those that follow each other.
struct RunBeginning {
  /// The state before the first entry.
  let state: RunState
  private let compiled: CompiledRunbook

  /// Reads the runbook that the first entry names.
  ///
  /// - Parameters:
  ///   - first: the run's first entry.
  ///   - journal: where its runbook is.
  ///   - previous: the beginning of another run, which may be the same.
  /// - Throws: ``Failure``, `JournalError`, or `InvalidHistory`.
  init(before first: Entry, in journal: Journal, after previous: RunBeginning? = nil) throws {
    guard case .runOpened(let opened) = first.event else {
      throw InvalidHistory(sequence: first.sequence, reason: "a run begins with run.opened")
    }
    let compiled = try CompiledRunbook(
      opened.compiled, format: opened.format, tool: opened.tool, in: journal)
    if let previous, previous.compiled.bytes == compiled.bytes {
      self = previous
    } else {
      state = RunState(runbook: try compiled.runbook)
      self.compiled = compiled
    }
  }
}
