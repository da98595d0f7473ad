import Glibc

/// A file that a command makes: for this account alone, never over another one, and gone again where
/// it could not be finished.
struct NewFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isFinished = false
  private static let bufferBytes = 1 << 18

  /// Makes an empty file.
  init(_ path: String) throws(Failure) {
    self.path = path
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else {
      let next = errno == EEXIST ? "name a file that does not exist" : nil
      throw Failure(.data, "cannot make \(path): \(Self.reason(errno))", next: next)
    }
  }

  deinit {
    close(descriptor)
    if !isFinished { unsafe unlink(path) }
  }

  /// Adds bytes at the end.
  mutating func write(_ bytes: [UInt8]) throws(Failure) {
    buffer += bytes
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Puts all of it on the disk.
  mutating func finish() throws(Failure) {
    try flush()
    guard fsync(descriptor) == 0 else { throw failure() }
    isFinished = true
  }

  private mutating func flush() throws(Failure) {
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count >= 0 || errno == EINTR else { throw failure() }
      rest = rest.dropFirst(max(0, count))
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func failure() -> Failure {
    Failure(.halted, "\(path) could not be written: \(Self.reason(errno))")
  }

  private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
