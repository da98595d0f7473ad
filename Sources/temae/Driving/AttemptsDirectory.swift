import Glibc
import TemaeJournal

/// The directory beside the journal that the attempts of a run are made in.
enum AttemptsDirectory {
  /// Makes it where it is missing, with the rights of the journal, and makes that durable.
  ///
  /// - Throws: ``Failure`` when the disk or the account's rights do not allow it.
  static func make(for run: String, beside place: Journal.Place) throws(Failure) {
    let attempt = place.attemptDirectory(run: run, activity: "any", attempt: 1, epoch: 1)
    var path = place.directory
    for part in attempt.split(separator: "/").dropLast() {
      try make("\(path)/\(part)", in: path, mode: mode(beside: place))
      path += "/\(part)"
    }
  }

  /// Where it lies, absolute.
  static func path(for run: String, beside place: Journal.Place) -> String {
    let attempt = place.attemptDirectory(run: run, activity: "any", attempt: 1, epoch: 1)
    return "\(place.directory)/" + attempt.split(separator: "/").dropLast().joined(separator: "/")
  }

  private static func make(
    _ path: String, in parent: String, mode: mode_t
  ) throws(Failure) {
    guard unsafe mkdir(path, mode) == 0 else {
      guard errno != EEXIST else { return }
      throw Failure(
        .halted, "cannot make \(path): \(unsafe String(cString: strerror(errno)))",
        next: "put that right, then: temae resume")
    }
    // What `mkdir` is asked for is cut by the umask.
    unsafe chmod(path, mode)
    let descriptor = unsafe open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// A journal that a group shares has attempts that the group can settle.
  private static func mode(beside place: Journal.Place) -> mode_t {
    var information = stat()
    let isKnown = unsafe stat(place.path, &information) == 0
    return isKnown && information.st_mode & 0o060 == 0o060 ? 0o2770 : 0o700
  }
}
