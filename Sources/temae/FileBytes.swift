import Glibc

/// Reads whole files, and says in words why one cannot be read.
enum FileBytes {
  /// Why a file could not be read.
  enum Problem: Error, Hashable {
    /// There is no such file.
    case missing
    /// It is a directory, a device or a socket.
    case notAFile(String)
    /// It is longer than the limit, in bytes.
    case tooLarge(limitBytes: Int)
    /// The operating system refused, for the reason given.
    case refused(String)
  }

  /// All bytes of a regular file.
  ///
  /// - Throws: ``Problem``.
  static func read(_ path: String, limitBytes: Int) throws(Problem) -> [UInt8] {
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .refused(reason(errno)) }
    defer { close(descriptor) }
    var information = stat()
    guard unsafe fstat(descriptor, &information) == 0 else { throw .refused(reason(errno)) }
    if let kind = kind(information.st_mode) { throw .notAFile(kind) }
    guard information.st_size <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
    return try contents(descriptor, limitBytes: limitBytes)
  }

  /// The size that `fstat` gives is a hint: files of /proc say 0, and a file may grow meanwhile.
  private static func contents(
    _ descriptor: Int32, limitBytes: Int
  ) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        guard errno == EINTR else { throw .refused(reason(errno)) }
        continue
      }
      bytes += chunk.prefix(count)
      guard bytes.count <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
    }
  }

  private static func kind(_ mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a directory"
    default: "not a regular file"
    }
  }

  private static func reason(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
  }
}
