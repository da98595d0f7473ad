import Glibc
import Synchronization

/// Signals that a full screen has to know of, told through a pipe that can be waited for together with
/// the keyboard.
///
/// This thread may be one that blocks signals: a handler runs on any other, and writes a byte.
enum TerminalSignal: Int32, CaseIterable {
  /// Ctrl-C.
  case interrupt = 2
  /// Somebody wants the process to end.
  case terminate = 15
  /// Ctrl-Z.
  case stop = 20
  /// The process goes on after a stop.
  case goOn = 18
  /// The window has another size.
  case resize = 28

  private static let writer = Atomic<Int32>(-1)

  /// Tells of signals from now on.
  ///
  /// - Returns: the descriptor from which their numbers are read, a byte each; `nil` without a pipe.
  static func watch() -> Int32? {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { return nil }
    // A handler must never wait.
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    writer.store(ends[1], ordering: .relaxed)
    for one in allCases { one.handle() }
    return ends[0]
  }

  /// Lets signals do what they do by themselves.
  static func unwatch(_ reader: Int32) {
    for one in allCases { signal(one.rawValue, SIG_DFL) }
    let writer = writer.exchange(-1, ordering: .relaxed)
    close(writer)
    close(reader)
  }

  /// Stops the process until somebody has it go on, as it would without a handler.
  ///
  /// Sent to this thread, so that nothing of it runs before the stop.
  static func stopProcess() {
    signal(SIGTSTP, SIG_DFL)
    var only = sigset_t()
    var before = sigset_t()
    _ = unsafe sigemptyset(&only)
    _ = unsafe sigaddset(&only, SIGTSTP)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &only, &before)
    raise(SIGTSTP)
    _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    TerminalSignal.stop.handle()
  }

  private func handle() {
    signal(rawValue) { number in
      let kept = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = unsafe write(TerminalSignal.writer.load(ordering: .relaxed), &byte, 1)
      errno = kept
    }
  }
}
