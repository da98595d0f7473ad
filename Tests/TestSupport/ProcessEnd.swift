public import Glibc

/// How a process ended that a test waits for.
///
/// The wait has a bound that only a failure reaches: what should have ended and did not turns the test
/// red with a message, where it would otherwise hang.
public enum ProcessEnd: Hashable, Sendable {
  /// It exited with this code.
  case exited(Int32)
  /// This signal ended it.
  case signalled(Int32)
  /// It did not end in time, and was killed.
  case late
  /// It is no child of this process.
  case unknown

  /// So long no process that does its work takes, on the slowest of machines.
  public static let mostSeconds = 180

  /// Waits for the end of a child.
  ///
  /// - Parameters:
  ///   - process: the child.
  ///   - seconds: after how long it is killed.
  /// - Returns: how it ended.
  public static func wait(for process: pid_t, seconds: Int = mostSeconds) -> ProcessEnd {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    var pause: UInt32 = 500
    while true {
      switch unsafe waitpid(process, &status, WNOHANG) {
      case process: return ProcessEnd(status: status)
      case 0: break
      default: guard errno == EINTR else { return .unknown }
      }
      guard ContinuousClock.now < deadline else { break }
      usleep(pause)
      pause = min(10_000, pause * 2)
    }
    kill(process, SIGKILL)
    while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
    return .late
  }

  private init(status: Int32) {
    self = status & 0x7f == 0 ? .exited((status >> 8) & 0xff) : .signalled(status & 0x7f)
  }
}
