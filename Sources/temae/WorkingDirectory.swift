import Glibc

/// The directory that relative paths begin at.
enum WorkingDirectory {
  /// The absolute path; `/` where the directory has been removed.
  static var path: String {
    guard let path = unsafe getcwd(nil, 0) else { return "/" }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }
}
