import CSupervisor
import Glibc
import TemaeCore

/// A command that lives without its supervisor, and may be ended when a person wants it.
struct OrphanedCommand {
  /// The attempt's files.
  let spool: Spool
  /// The leaf hash of the attempt's intent.
  let leaf: Digest

  /// Sends a signal to the command's group, if the recorded command still leads it.
  func send(_ signal: Int32) throws(ShellError) {
    guard try !spool.supervisorLives() else {
      throw .refused(
        directory: spool.directory, reason: "its supervisor lives, and only that one signals")
    }
    guard case .whole(let fields) = try SpoolRecord.read(.started, in: spool, intent: leaf.hex),
      let started = StartedRecord(fields), try !started.isOfAnotherBoot()
    else {
      throw .refused(directory: spool.directory, reason: "no record of this boot names its command")
    }
    let process = pid_t(started.processID)
    // Opened before the start time is compared: from then on it cannot be another process.
    let descriptor = FileDescriptor(adopting: temae_pidfd_open(process))
    guard descriptor.number >= 0, try started.commandLives() else {
      throw .refused(
        directory: spool.directory,
        reason: "process \(process) has ended; what it left behind must be ended by hand")
    }
    // The leader lives, so the group's number is still the command's own.
    guard kill(-process, signal) == 0 || temae_pidfd_signal(descriptor.number, signal) == 0 else {
      throw .last("signal process", "\(process)")
    }
  }
}
