#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The few calls of the operating system that the journal needs for files beside its own.
///
/// Never used on the journal's file while it is open: closing a descriptor of it would drop the
/// locks that SQLite holds.
enum SystemCall {
  /// What an error number means, in words.
  static func reason(_ number: CInt) -> String {
    unsafe String(cString: strerror(number))
  }

  /// The number of the last failed call.
  static var errorNumber: CInt { errno }

  /// The status of a file, `nil` when there is none or it cannot be seen.
  static func status(_ path: String) -> stat? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return status
  }

  /// The device that holds a file, `nil` when there is no such file.
  static func device(_ path: String) -> UInt64? {
    status(path).map { UInt64($0.st_dev) }
  }

  /// The size of a file, 0 when there is none.
  static func sizeBytes(_ path: String) -> Int {
    Int(status(path)?.st_size ?? 0)
  }

  /// The path without symbolic links, `nil` when it leads nowhere.
  static func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Opens a file; -1 and ``errorNumber`` when that fails.
  ///
  /// The descriptor is not inherited.
  static func open(_ path: String, _ flags: CInt, mode: mode_t = 0) -> CInt {
    unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
  }

  /// The whole of a small file, `nil` when it cannot be read.
  static func contents(_ path: String, limitBytes: Int = 4096) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return contents(descriptor, limitBytes: limitBytes)
  }

  /// A file's first bytes, whatever its position.
  static func contents(_ descriptor: CInt, limitBytes: Int = 4096) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: limitBytes) { buffer, count in
      count = max(0, unsafe pread(descriptor, buffer.baseAddress, limitBytes, 0))
    }
  }

  /// Writes bytes at the beginning of a file; `false` when not all were written.
  @discardableResult
  static func write(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
    unsafe bytes.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) == $0.count
    }
  }

  /// Makes a directory's entries durable.
  static func synchronizeDirectory(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
