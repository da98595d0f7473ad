import TemaeCore
import TemaeJournal
import TemaeShell

/// Taking a run from a runner that lives and does not let go of it.
enum TakeOver {
  /// Takes the lock of a run; ends its holder first where that was asked for, with a reason.
  static func lock(
    run: String, named name: String, beside place: Journal.Place, reason: String?
  ) throws -> RunLock {
    do throws(JournalError) {
      return try RunLock.take(run: run, beside: place)
    } catch {
      guard case .runHeld(_, let holder) = error else { throw error }
      guard reason != nil else { throw refusal(holder, name) }
      try end(holder, of: name)
    }
    return try RunLock.take(run: run, beside: place)
  }

  private static func refusal(_ holder: ProcessIdentity?, _ name: String) -> Failure {
    let process = holder.map { " (process \($0.processID))" } ?? ""
    return Failure(
      .elsewhere, "another runner\(process) drives run \(name)",
      next: "temae status \(name); if it is stopped or stuck for good: "
        + "temae resume \(name) --take-over REASON, which ends it first")
  }

  private static func end(_ holder: ProcessIdentity?, of name: String) throws {
    let own = ProcessIdentity.current
    guard let holder, let ticks = Int64(holder.startTicks), holder.boot == own.boot,
      holder.machine == own.machine
    else {
      throw Failure(
        .elsewhere, "the lock of run \(name) does not name a process of this machine and boot",
        next: "end the runner where it lives, then temae resume \(name)")
    }
    let runner = StalledRunner(processID: holder.processID, startTicks: ticks)
    guard try runner.end() else {
      throw Failure(
        .elsewhere, "process \(holder.processID), which held run \(name), could not be ended",
        next: "temae status \(name)")
    }
  }
}
