import Glibc
import TemaeCore

extension Surroundings {
  /// Those of this process.
  static var current: Surroundings {
    Surroundings(
      directory: WorkingDirectory.path, path: Environment.value("PATH") ?? "", umask: currentUmask)
  }

  /// The umask, read without being set meanwhile.
  private static var currentUmask: String {
    let status = (try? FileBytes.read("/proc/self/status", limitBytes: 1 << 16)) ?? []
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("Umask:") }
    return line.map { String($0.dropFirst("Umask:".count).drop(while: \.isWhitespace)) } ?? ""
  }

  /// Says what of this process is not as it was when the run was opened.
  ///
  /// Commands get what is so now: somebody may have put right what was wrong. It is recorded in the
  /// lease, and a person decides whether to stop.
  static func sayWhatChanged(since entries: [Entry], _ options: SharedOptions) {
    let first = entries.lazy.compactMap { entry -> Surroundings? in
      guard case .leaseTaken(let lease) = entry.event else { return nil }
      return lease.surroundings
    }.first
    guard let first else { return }
    let now = current
    var lines: [String] = []
    if now.umask != first.umask {
      lines.append("umask is \(now.umask), and was \(first.umask): commands get \(now.umask)")
    }
    if now.path != first.path {
      lines.append("PATH is \(now.path), and was \(first.path): commands get the one of now")
    }
    if now.directory != first.directory {
      lines.append(
        "this is \(now.directory), and the run was opened in \(first.directory): "
          + "commands run in the document's directory all the same")
    }
    for line in lines { options.remark("not as it was when the run was opened: \(line)") }
    if now.umask != first.umask || now.path != first.path {
      options.remark("to have it as it was: Ctrl-C, set it as it was, then temae resume")
    }
  }
}
