import CSupervisor
import Glibc
import TemaeCore

/// Finds out about an attempt whose end this process did not see: the settling table, top down.
struct Settlement {
  /// The attempt's files.
  let spool: Spool
  /// The leaf hash of the attempt's intent.
  let leaf: Digest

  /// What is known; throws when the directory cannot be read, which is no verdict.
  func evidence() throws(ShellError) -> ShellEvidence {
    guard try isDirectory(spool.directory) else {
      return .unknown("the attempt's directory \(spool.directory) is missing")
    }
    if let verdict = try recorded() { return verdict }
    guard try exists(spool.path(.supervisorLock)), try exists(spool.path(.treeLock)) else {
      return .unknown("a lock in \(spool.directory) is missing")
    }
    let lock = try spool.open(.supervisorLock, O_RDWR)
    guard try spool.isOriginal(lock) else {
      return .unknown(
        "\(spool.directory) is a copy: who holds the attempt where it was made cannot be seen here")
    }
    guard try isFree(lock) else {
      return .running(
        RunningShell(
          directory: spool.directory, leaf: leaf, supervisorID: try started()?.supervisorID))
    }
    // While we hold the lock nobody writes a record: what is read now is final. Before, the
    // supervisor may have written `exit` and gone between our two looks.
    if let verdict = try recorded() { return verdict }
    return try withoutSupervisor(lock)
  }

  /// The rows that a record alone decides; `nil` when none does.
  private func recorded() throws(ShellError) -> ShellEvidence? {
    let exit = try ExitRecord.read(in: spool, leaf: leaf)
    if let why = exit.unusable { return .unknown("\(why), in \(spool.directory)") }
    let started = try SpoolRecord.read(.started, in: spool, intent: leaf.hex)
    if case .unusable(let why) = started { return .unknown("\(why), in \(spool.directory)") }
    if let why = try unusableVoid() { return .unknown("\(why), in \(spool.directory)") }
    if let record = exit.record {
      var end = record.end
      end.exported = try ExportedVariables.read(in: spool)
      end.backups = try SpokenFacts.read(in: spool)
      return .finished(end)
    }
    guard case .whole(let fields) = started else { return nil }
    guard let record = StartedRecord(fields) else {
      return .unknown("`started` is not a whole record, in \(spool.directory)")
    }
    guard try record.isOfAnotherBoot() else { return nil }
    return .lost("the machine was started again while process \(record.processID) ran")
  }

  /// Nobody supervises: a free lock, and no exit record.
  private func withoutSupervisor(
    _ lock: borrowing FileDescriptor
  ) throws(ShellError) -> ShellEvidence {
    let started = try started()
    if try spool.treeLives() { return .commandAlive(processID: started?.processID) }
    if let started {
      // The tree's lock may have been closed by the command itself.
      if try started.commandLives() { return .commandAlive(processID: started.processID) }
      return .lost(
        "process \(started.processID) was started; its supervisor ended without an exit record")
    }
    guard try becomeSole(lock) else {
      throw .refused(
        directory: spool.directory, reason: "another temae looks at it just now; try again")
    }
    try writeVoid()
    let said = try spool.diagnostics()
    return .neverStarted(said.isEmpty ? "the command was never let go" : said)
  }

  private func started() throws(ShellError) -> StartedRecord? {
    guard case .whole(let fields) = try SpoolRecord.read(.started, in: spool, intent: leaf.hex)
    else { return nil }
    return StartedRecord(fields)
  }

  /// Whether nobody holds the lock; where no supervisor is known to live, that is looked at for a
  /// little longer, because whatever this process is just starting holds a copy until its exec.
  private func isFree(_ lock: borrowing FileDescriptor) throws(ShellError) -> Bool {
    for _ in 0..<25 {
      if try lock.lock(.shared, path: spool.path(.supervisorLock)) { return true }
      if let started = try started(), try started.supervisorLives() { return false }
      usleep(2000)
    }
    return false
  }

  /// Others who look hold the lock for an instant; whoever holds it longer is no looker.
  private func becomeSole(_ lock: borrowing FileDescriptor) throws(ShellError) -> Bool {
    for _ in 0..<50 {
      if try lock.lock(.exclusive, path: spool.path(.supervisorLock)) { return true }
      usleep(2000)
    }
    return false
  }

  private func unusableVoid() throws(ShellError) -> String? {
    guard try exists(spool.path(.void)) else { return nil }
    switch try SpoolRecord.read(.void, in: spool, intent: leaf.hex) {
    case .blank, .whole: return nil
    case .unusable(let why): return why
    }
  }

  /// From here on no supervisor starts this attempt, however late its runner wakes up.
  private func writeVoid() throws(ShellError) {
    let path = spool.path(.void)
    let made = "\(path).new"
    let descriptor = try FileDescriptor(opening: made, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW)
    guard unsafe temae_record_write(descriptor.number, "record void\nintent \(leaf.hex)\n") == 0,
      fsync(descriptor.number) == 0, unsafe rename(made, path) == 0
    else { throw .last("write", path) }
    try synchronizeDirectory(spool.directory)
  }
}

extension Spool {
  /// Whether the command or a descendant of it lives.
  func treeLives() throws(ShellError) -> Bool {
    let descriptor = try open(.treeLock, O_RDWR)
    return try !descriptor.lock(.shared, path: path(.treeLock))
  }

  /// Whether a supervisor, or a runner that is about to start one, lives.
  func supervisorLives() throws(ShellError) -> Bool {
    let descriptor = try open(.supervisorLock, O_RDWR)
    return try !descriptor.lock(.shared, path: path(.supervisorLock))
  }
}
