import Glibc

/// The calls of the operating system that a backup needs, each with its reason when it is refused.
enum FileSystem {
  /// One entry of a directory.
  struct Entry: Hashable {
    var name: String
    var isDirectory: Bool
    var isRegular: Bool
    /// The size in bytes.
    var bytes: Int
    /// Read, write and search rights.
    var mode: mode_t
  }

  /// What an entry is; `nil` where there is none.
  ///
  /// A symbolic link is not followed.
  static func entry(_ path: String) -> Entry? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    return Entry(
      name: String(path.split(separator: "/").last ?? ""), isDirectory: kind == S_IFDIR,
      isRegular: kind == S_IFREG, bytes: Int(status.st_size), mode: status.st_mode & 0o777)
  }

  /// The entries of a directory, without `.` and `..`, in the order of the bytes of their names.
  static func entries(of path: String) throws(BackupError) -> [Entry] {
    guard let directory = unsafe opendir(path) else { throw refused("read", path) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .compactMap { entry("\(path)/\($0)") }
  }

  /// The paths of all files below a directory, relative to it; directories are walked through.
  static func files(below path: String, prefix: String = "") throws(BackupError) -> [String] {
    var files: [String] = []
    for entry in try entries(of: path) {
      if entry.isDirectory {
        files += try Self.files(below: "\(path)/\(entry.name)", prefix: "\(prefix)\(entry.name)/")
      } else {
        files.append(prefix + entry.name)
      }
    }
    return files
  }

  /// The size of all files below a directory, as far as it can be seen.
  static func bytes(below path: String) -> Int {
    guard let entries = try? entries(of: path) else { return 0 }
    return entries.reduce(0) {
      $0 + ($1.isDirectory ? bytes(below: "\(path)/\($1.name)") : $1.bytes)
    }
  }

  /// Makes a directory that only this account can enter.
  static func makeDirectory(_ path: String) throws(BackupError) {
    guard unsafe mkdir(path, 0o700) == 0, unsafe chmod(path, 0o700) == 0 else {
      throw refused("make", path)
    }
  }

  /// Removes a directory and everything in it.
  static func remove(_ path: String) throws(BackupError) {
    for entry in try entries(of: path) {
      let inner = "\(path)/\(entry.name)"
      if entry.isDirectory {
        try remove(inner)
      } else if unsafe unlink(inner) != 0, errno != ENOENT {
        throw refused("remove", inner)
      }
    }
    guard unsafe rmdir(path) == 0 || errno == ENOENT else { throw refused("remove", path) }
  }

  /// Opens a file or directory; the descriptor is not inherited.
  static func open(
    _ path: String, _ flags: Int32, _ doing: String
  ) throws(BackupError) -> Int32 {
    let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refused(doing, path) }
    return descriptor
  }

  /// Writes a new file that only this account can read, and waits for the disk.
  static func write(_ bytes: [UInt8], to path: String) throws(BackupError) {
    let descriptor = try open(path, O_WRONLY | O_CREAT | O_TRUNC, "write")
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0 else { throw refused("write", path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw refused("write", path) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw refused("synchronize", path) }
  }

  /// All bytes of a file.
  static func read(_ path: String) throws(BackupError) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(path) { (chunk: ArraySlice<UInt8>) in bytes += chunk }
    return bytes
  }

  /// Hands out the bytes of a file piece by piece.
  static func read(
    _ path: String, onChunk: (ArraySlice<UInt8>) throws(BackupError) -> Void
  ) throws(BackupError) {
    let descriptor = try open(path, O_RDONLY | O_NOFOLLOW, "read")
    defer { close(descriptor) }
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw refused("read", path) }
      guard count > 0 else { return }
      try onChunk(chunk[..<count])
    }
  }

  /// Makes a directory's entries, or a file's bytes, durable.
  static func synchronize(_ path: String) throws(BackupError) {
    let descriptor = try open(path, O_RDONLY, "synchronize")
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw refused("synchronize", path) }
  }

  /// Gives a file or directory another name.
  static func rename(_ path: String, to other: String) throws(BackupError) {
    guard unsafe Glibc.rename(path, other) == 0 else { throw refused("rename", path) }
  }

  /// The path without symbolic links; `nil` when it leads nowhere.
  static func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// The error of the call that has just failed.
  static func refused(_ doing: String, _ path: String) -> BackupError {
    let reason = unsafe String(cString: strerror(errno))
    return .refused(doing: doing, path: path, reason: reason)
  }
}
