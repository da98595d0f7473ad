#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file beside the journal that takes up room, so that giving it up makes room for a last event.
struct Ballast {
  /// The room that it takes up.
  static let sizeBytes = 1 << 20

  let path: String
  let mode: mode_t

  /// Makes the file if it is not there; without room for it, there is none.
  func fill() {
    guard SystemCall.sizeBytes(path) < Self.sizeBytes else { return }
    let descriptor = SystemCall.open(path, O_RDWR | O_CREAT, mode: mode)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    fchmod(descriptor, mode)
    // Zeros that are written take up room on every file system; a hole would not.
    let zeros = [UInt8](repeating: 0, count: Self.sizeBytes)
    if !SystemCall.write(zeros, to: descriptor) || fsync(descriptor) != 0 { _ = release() }
  }

  /// Gives the room back; `false` when there was none to give.
  func release() -> Bool {
    unsafe unlink(path) == 0
  }
}
