import Glibc

/// An open file that is closed with its owner.
struct FileDescriptor: ~Copyable {
  /// The descriptor's number.
  let number: Int32

  /// Opens a file; no command that is started meanwhile inherits it.
  init(opening path: String, _ flags: Int32, mode: mode_t = 0o600) throws(ShellError) {
    number = unsafe open(path, flags | O_CLOEXEC, mode)
    guard number >= 0 else { throw .last("open", path) }
  }

  /// Takes over a descriptor that somebody else has opened.
  init(adopting number: Int32) {
    self.number = number
  }

  deinit {
    if number >= 0 { close(number) }
  }

  /// Gives the descriptor away: whoever takes it closes it.
  consuming func release() -> Int32 {
    let number = self.number
    discard self
    return number
  }

  /// Writes all bytes, and makes them durable.
  func writeDurably(_ bytes: [UInt8], path: String) throws(ShellError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(number, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .last("write", path) }
      written += count
    }
    guard fsync(number) == 0 else { throw .last("synchronize", path) }
  }

  /// Reads at most this many bytes at an offset; fewer or none at the end of the file.
  func read(at offset: Int, count: Int, path: String) throws(ShellError) -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
      var got: Int
      repeat {
        got = unsafe pread(number, buffer.baseAddress, count, off_t(offset))
      } while got < 0 && errno == EINTR
      failed = got < 0
      length = max(got, 0)
    }
    if failed { throw .last("read", path) }
    return bytes
  }

  /// Takes a lock on the open file without waiting; `false` when somebody else holds one against it.
  func lock(_ kind: FileLock, path: String) throws(ShellError) -> Bool {
    while flock(number, kind.operation | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw .last("lock", path) }
    }
    return true
  }
}

/// How a file is locked.
enum FileLock {
  /// To look whether somebody holds it: lookers do not disturb each other.
  case shared
  /// To hold it.
  case exclusive

  fileprivate var operation: Int32 {
    switch self {
    case .shared: LOCK_SH
    case .exclusive: LOCK_EX
    }
  }
}
