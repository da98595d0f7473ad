import CSupervisor
import Glibc

/// A runner that holds a run and does not let go: stopped, or stuck in a call that never returns.
public struct StalledRunner: Sendable {
  let process: pid_t
  let startTicks: Int64

  /// Names the process by more than its number, which may be another's by now.
  public init(processID: Int, startTicks: Int64) {
    process = pid_t(processID)
    self.startTicks = startTicks
  }

  /// Ends it for good, and returns when it has ended: from then on it can neither spawn nor commit.
  ///
  /// Its commands live on under their supervisors.
  ///
  /// - Parameter patienceMilliseconds: How long its end is waited for.
  /// - Returns: Whether the very process was there and has ended.
  /// - Throws: ``ShellError`` when this account may not end it.
  public func end(patienceMilliseconds: Int32 = 10_000) throws(ShellError) -> Bool {
    // Opened before the start time is compared: from then on it cannot be another process.
    let descriptor = FileDescriptor(adopting: temae_pidfd_open(process))
    guard descriptor.number >= 0, temae_process_start(process) == startTicks else { return false }
    guard temae_pidfd_signal(descriptor.number, SIGKILL) == 0 else {
      throw .last("end process", "\(process)")
    }
    var waited = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&waited, 1, patienceMilliseconds) == 1
  }
}
