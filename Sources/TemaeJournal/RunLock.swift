#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A runner process's hold over a run: as long as the lock is held, no other process drives it.
///
/// The kernel lets go of it when the process ends, however it ends. It lies in `run-<id>.lock`
/// beside the journal; what the file says of its holder is for people.
public final class RunLock: Sendable {
  private let descriptor: CInt

  private init(descriptor: CInt) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Takes the lock of a run, for as long as the value lives.
  ///
  /// - Throws: ``JournalError/runHeld(run:holder:)`` when another process holds it.
  public static func take(
    run: String, beside place: Journal.Place, as process: ProcessIdentity = .current
  ) throws(JournalError) -> RunLock {
    let path = place.resolved.runLockPath(run)
    let mode = SystemCall.status(place.resolved.path)?.st_mode ?? 0o600
    let descriptor = SystemCall.open(path, O_RDWR | O_CREAT, mode: mode & 0o660)
    guard descriptor >= 0 else { throw .system("open", path, SystemCall.errorNumber) }
    let lock = RunLock(descriptor: descriptor)
    guard lock.acquire() else {
      throw .runHeld(
        run: run, holder: ProcessIdentity(lockText: SystemCall.contents(descriptor)))
    }
    // Fails for a file of another member of the group, who made it with this mode.
    fchmod(descriptor, mode & 0o660)
    // Written before it is cut to length: whoever asks meanwhile never finds it empty.
    let text = Array(process.lockText.utf8)
    SystemCall.write(text, to: descriptor)
    ftruncate(descriptor, off_t(text.count))
    return lock
  }

  /// Who holds a run; `nil` when nobody does.
  ///
  /// - Throws: ``JournalError/runHeld(run:holder:)`` without a holder when somebody does who
  ///   cannot be read.
  public static func holder(
    run: String, beside place: Journal.Place
  ) throws(JournalError) -> ProcessIdentity? {
    let path = place.resolved.runLockPath(run)
    let descriptor = SystemCall.open(path, O_RDONLY)
    guard descriptor >= 0 else {
      guard SystemCall.errorNumber == ENOENT else {
        throw .system("open", path, SystemCall.errorNumber)
      }
      return nil
    }
    defer { close(descriptor) }
    // Somebody who has just taken the lock is still writing who they are.
    for _ in 0..<patience {
      guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
      if let holder = ProcessIdentity(lockText: SystemCall.contents(descriptor)) { return holder }
      usleep(pauseMicroseconds)
    }
    throw .runHeld(run: run, holder: nil)
  }

  private static let patience = 100
  private static let pauseMicroseconds: UInt32 = 5_000

  // Somebody who asks for the holder has a shared lock for an instant, which is no runner.
  private func acquire() -> Bool {
    for _ in 0..<Self.patience {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      usleep(Self.pauseMicroseconds)
    }
    return false
  }
}
