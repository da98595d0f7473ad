#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The advisory lock beside the journal that every write transaction and every checkpoint holds.
///
/// SQLite 3.7.0 to 3.51.2 can lose a commit that races a checkpoint of another connection; this lock
/// keeps the two apart. Its file says who writes, and whether the last writer finished: a writer
/// whose fsync failed leaves a tail that other processes can see and the disk does not have.
final class WriterLock {
  /// After how long a waiter is told who holds the lock.
  static let patienceSeconds = 2.0

  private let path: String
  private let descriptor: CInt

  /// Opens the lock's file, and makes it when there is none.
  init(path: String, mode: mode_t, group: gid_t?) throws(JournalError) {
    self.path = path
    let made = SystemCall.open(path, O_RDWR | O_CREAT | O_EXCL, mode: mode)
    if made >= 0 {
      fchmod(made, mode)
      if let group { fchown(made, uid_t.max, group) }
    }
    descriptor = made >= 0 ? made : SystemCall.open(path, O_RDWR)
    guard descriptor >= 0 else { throw .system("open", path, SystemCall.errorNumber) }
  }

  deinit {
    close(descriptor)
  }

  /// Runs `body` while the lock is held and stop signals are blocked.
  ///
  /// When `body` throws ``JournalError/outcomeUnknown(path:reason:)``, or the process dies in it,
  /// the next holder settles what its predecessor left before it does anything else.
  func hold<Value>(
    onWait: (Int?) -> Void, settle: () throws(JournalError) -> Void,
    _ body: () throws(JournalError) -> Value
  ) throws(JournalError) -> Value {
    let mask = try acquire(onWait: onWait)
    defer {
      flock(descriptor, LOCK_UN)
      StopSignals.restore(mask)
    }
    let isFinished = SystemCall.contents(descriptor, limitBytes: 8).starts(with: "finished".utf8)
    say("writing")
    if !isFinished { try settle() }
    let value: Value
    do {
      value = try body()
    } catch .outcomeUnknown(let path, let reason) {
      throw .outcomeUnknown(path: path, reason: reason)
    } catch {
      say("finished")
      throw error
    }
    say("finished")
    return value
  }

  // Asked for again and again rather than waited for: the signals must be blocked at the moment
  // when the lock is taken, and must not be while it is waited for.
  private func acquire(onWait: (Int?) -> Void) throws(JournalError) -> sigset_t {
    var waitedSeconds = 0.0
    var pauseSeconds = 0.000_1
    while true {
      let mask = StopSignals.block()
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return mask }
      let number = SystemCall.errorNumber
      StopSignals.restore(mask)
      guard number == EWOULDBLOCK || number == EINTR else { throw .system("lock", path, number) }
      usleep(UInt32(pauseSeconds * 1_000_000))
      if waitedSeconds < Self.patienceSeconds, waitedSeconds + pauseSeconds >= Self.patienceSeconds
      {
        onWait(holder)
      }
      waitedSeconds += pauseSeconds
      pauseSeconds = min(pauseSeconds * 2, 0.002)
    }
  }

  private var holder: Int? {
    let text = String(decoding: SystemCall.contents(descriptor, limitBytes: 64), as: UTF8.self)
    let words = text.split { $0 == " " || $0 == "\n" }
    return words.count > 2 ? Int(words[2]) : nil
  }

  // Always as long, so that nothing of an older text is left. A full disk does not keep it from
  // being written: the file has its block.
  private func say(_ state: String) {
    var text = "\(state) process \(getpid())"
    text += String(repeating: " ", count: max(0, 47 - text.utf8.count)) + "\n"
    SystemCall.write(Array(text.utf8), to: descriptor)
  }
}
