import Glibc

/// An attempt's directory: which files lie there, and how they are reached.
struct Spool: Hashable, Sendable {
  /// The files of an attempt, by what they are for.
  enum File: String, CaseIterable {
    /// The script, verbatim.
    case script
    /// What a bash reads before the script.
    case prologue
    /// What the supervisor is to do.
    case order
    /// Written by the supervisor before the command may run.
    case started
    /// Written by the supervisor when the command has ended.
    case exit
    /// Which part of the output was dropped.
    case dropped
    /// The command's standard output.
    case output
    /// The command's standard error.
    case error
    /// What the script has exported.
    case environment
    /// What commands of temae in the script have to say to the run.
    case record
    /// What the supervisor has to say.
    case diagnostics
    /// Held by whoever may start the attempt, then by its supervisor.
    case supervisorLock = "supervisor.lock"
    /// Held by the command and its descendants.
    case treeLock = "tree.lock"
    /// Says that the attempt must never start.
    case void
    /// Asks the supervisor to end the command.
    case cancel
  }

  /// The directory, absolute.
  let directory: String

  /// Where a file lies.
  func path(_ file: File) -> String {
    "\(directory)/\(file.rawValue)"
  }

  /// Opens a file that must be there.
  func open(_ file: File, _ flags: Int32 = O_RDONLY) throws(ShellError) -> FileDescriptor {
    try FileDescriptor(opening: path(file), flags | O_NOFOLLOW)
  }

  /// Makes a file that must not be there yet.
  func create(_ file: File) throws(ShellError) -> FileDescriptor {
    try FileDescriptor(opening: path(file), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
  }

  /// The directory that holds this one.
  var parent: String {
    let name = directory.lastIndex(of: "/") ?? directory.startIndex
    return name == directory.startIndex ? "/" : String(directory[..<name])
  }

  /// What the supervisor has said, on one line.
  func diagnostics() throws(ShellError) -> String {
    let bytes = try open(.diagnostics).read(at: 0, count: 4096, path: path(.diagnostics))
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined(separator: "; ")
  }

  /// Removes the directory with everything in it; a link in its place is left alone.
  func remove() throws(ShellError) {
    var status = stat()
    guard unsafe lstat(directory, &status) == 0 else { throw .last("read", directory) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .refused(directory: directory, reason: "it is no directory")
    }
    for name in try Self.names(in: directory) {
      guard unsafe unlink("\(directory)/\(name)") == 0 else {
        throw .last("remove", "\(directory)/\(name)")
      }
    }
    guard unsafe rmdir(directory) == 0 else { throw .last("remove", directory) }
  }

  /// What lies in a directory.
  static func names(in directory: String) throws(ShellError) -> [String] {
    guard let listing = unsafe opendir(directory) else { throw .last("read", directory) }
    defer { unsafe closedir(listing) }
    var names: [String] = []
    while let entry = unsafe readdir(listing) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
