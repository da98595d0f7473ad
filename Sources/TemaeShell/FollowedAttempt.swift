import CSupervisor
import Glibc
import TemaeCore

/// What somebody wants to follow.
struct FollowRequest: Sendable {
  /// The attempt.
  let running: RunningShell
  /// Where standard output and standard error are to be read from.
  let fromOutput: Int, fromError: Int
  /// Gets the pieces of output.
  let receiver: @Sendable (OutputStream, [UInt8], Int) -> Void
  /// Gets the end, once.
  let finished: @Sendable (ShellEnd) -> Void
}

/// One attempt that the follower's thread follows.
struct FollowedAttempt: ~Copyable {
  private let request: FollowRequest
  private let spool: Spool
  private var output: OutputTail
  private var error: OutputTail
  private var end: ShellEnd?
  /// Becomes readable when the supervisor has ended; -1 when there is nothing to wait for.
  private(set) var supervisor: Int32

  init(_ request: FollowRequest) {
    self.request = request
    spool = Spool(directory: request.running.directory)
    output = OutputTail(.output, of: spool, from: request.fromOutput)
    error = OutputTail(.error, of: spool, from: request.fromError)
    // It only shortens the wait: whether the supervisor lives is told by its lock.
    supervisor = request.running.supervisorID.map { temae_pidfd_open(pid_t($0)) } ?? -1
  }

  deinit {
    if supervisor >= 0 { close(supervisor) }
  }

  /// The supervisor's descriptor was readable; a number that was used again must not wake us on.
  mutating func supervisorEnded() {
    if supervisor >= 0 { close(supervisor) }
    supervisor = -1
  }

  /// What a turn has come to.
  enum Turn {
    /// Nothing more for now.
    case waiting
    /// More output is there already.
    case more
    /// The end has been handed on.
    case finished
  }

  /// Hands on new output, and the end once all output before it has been handed on.
  mutating func advance() -> Turn {
    do throws(ShellError) {
      // First the end, then the output: so none that came before the end is missed.
      if end == nil { end = try findEnd() }
      let known = end.map { if case .lost = $0.status { false } else { true } } ?? false
      let moreOutput = try output.advance(
        upTo: known ? end?.outputBytes ?? 0 : .max, receiver: request.receiver)
      let moreError = try error.advance(
        upTo: known ? end?.errorBytes ?? 0 : .max, receiver: request.receiver)
      if moreOutput || moreError { return .more }
      guard let end else { return .waiting }
      request.finished(end)
    } catch {
      request.finished(lost(error.description))
    }
    return .finished
  }

  /// The end, if it has come.
  private func findEnd() throws(ShellError) -> ShellEnd? {
    if let end = try recordedEnd() { return end }
    guard try !spool.supervisorLives() else { return nil }
    // It may have written the record between our two looks.
    if let end = try recordedEnd() { return end }
    let alive = try spool.treeLives() ? "; the command lives on without it" : ""
    let said = try spool.diagnostics()
    return lost(
      "the supervisor ended without an exit record\(alive)\(said.isEmpty ? "" : ": \(said)")")
  }

  private func recordedEnd() throws(ShellError) -> ShellEnd? {
    let exit = try ExitRecord.read(in: spool, leaf: request.running.leaf)
    if let why = exit.unusable { return lost(why) }
    guard var end = exit.record?.end else { return nil }
    end.exported = try ExportedVariables.read(in: spool)
    end.backups = try SpokenFacts.read(in: spool)
    return end
  }

  private func lost(_ why: String) -> ShellEnd {
    ShellEnd(
      status: .lost(why), durationMicroseconds: 0, outputBytes: output.offset,
      errorBytes: error.offset)
  }
}
