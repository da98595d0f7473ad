#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Keeps signals that stop or end a process from this thread for a moment.
///
/// A process that is stopped while it holds the writer lock would hold up every other. Signals to
/// the process reach its other threads all the same, unless these block them or handle them.
enum StopSignals {
  private static let numbers = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU]

  /// Blocks them and gives the mask that was in force, for ``restore(_:)``.
  static func block() -> sigset_t {
    var blocked = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&blocked)
    for number in numbers { unsafe sigaddset(&blocked, number) }
    unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
    return before
  }

  /// Puts a mask back; signals that came meanwhile are delivered now.
  static func restore(_ mask: sigset_t) {
    var mask = mask
    unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
  }
}
