import Glibc
import TemaeJournal
import TemaeRunner

/// The key under which a run's secrets are known again: a file beside the attempts, for its account
/// alone, as long as the run is open.
///
/// Without it, as in a journal that was copied, values cannot be checked; nothing else is lost.
enum SecretKey {
  private static let length = 32

  /// Makes the key of a run that is being opened.
  static func make(for run: String, beside place: Journal.Place) -> SecretCheck? {
    var source = SystemRandomNumberGenerator()
    let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &source) }
    let descriptor = unsafe open(
      path(run, place), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard unsafe write(descriptor, bytes, length) == length else { return nil }
    return SecretCheck(key: bytes, machine: SystemMachine())
  }

  /// The key of an open run; `nil` where it is gone, or was never written whole.
  static func read(for run: String, beside place: Journal.Place) -> SecretCheck? {
    guard let bytes = try? FileBytes.read(path(run, place), limitBytes: length),
      bytes.count == length
    else { return nil }
    return SecretCheck(key: bytes, machine: SystemMachine())
  }

  /// Removes the key of a run that has ended: nothing has to be known again.
  static func remove(for run: String, beside place: Journal.Place) {
    _ = unsafe unlink(path(run, place))
  }

  private static func path(_ run: String, _ place: Journal.Place) -> String {
    "\(AttemptsDirectory.path(for: run, beside: place))/secrets.key"
  }
}
