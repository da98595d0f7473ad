import Glibc

/// Whether a copy of a database fits on this machine.
enum ScratchSpace {
  /// Where throwaway clusters keep their data.
  private static var directory: String {
    guard let value = unsafe getenv("TEMAE_SCRATCH_DIR") else { return "/tmp" }
    let text = unsafe String(cString: value)
    return text.isEmpty ? "/tmp" : text
  }

  /// Passes where there is room.
  ///
  /// - Parameter bytes: The size of the database that was backed up.
  /// - Throws: ``PostgresError/noScratch(reason:)``, with what is needed and what is there.
  static func require(bytes: Int) throws(PostgresError) {
    var space = statvfs()
    guard unsafe statvfs(directory, &space) == 0 else {
      throw .noScratch(reason: "\(directory) cannot be looked at: errno \(errno)")
    }
    let free = Int(space.f_bavail) * Int(space.f_frsize)
    guard free > bytes else {
      throw .noScratch(
        reason: "the database takes \(bytes >> 20) MiB, and \(directory) has \(free >> 20) MiB "
          + "left. Name a larger directory in TEMAE_SCRATCH_DIR, or a server with --scratch-env")
    }
  }
}
