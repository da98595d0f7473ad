import Glibc
import TemaeCore

/// The record of the attempt that this process works for: what the run is to know of a backup.
enum AttemptRecord {
  /// Adds a line, and puts it on the disk; nothing where no run started this process.
  static func add(_ fact: BackupFact) throws(Failure) {
    guard let path = Environment.value(BackupFact.variable) else { return }
    let descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    let bytes = fact.fileBytes
    // One write: two commands of one script may end at the same time.
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    guard count == bytes.count, fsync(descriptor) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> Failure {
    Failure(
      .halted,
      "the run cannot be told of the backup: \(path): \(unsafe String(cString: strerror(errno)))",
      next: "see why; the backup itself is whole")
  }
}
