import Glibc

/// One of the three streams that every process has.
enum StandardStream: Int32, Sendable {
  /// Standard input.
  case input = 0
  /// Standard output.
  case output = 1
  /// Standard error.
  case error = 2

  /// Whether a person sits at the other end.
  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// How many columns the terminal has; `nil` where there is none or it does not say.
  var columns: Int? {
    var size = winsize()
    guard unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Prints all of what a command was asked for.
  ///
  /// A reader that has left, as `head` does, has what it wanted.
  ///
  /// - Throws: What keeps the stream from taking it, as on a full disk.
  func print(_ text: String) throws(Failure) { try print(Array(text.utf8)) }

  /// Prints all bytes; see ``print(_:)-(String)``.
  func print(_ bytes: [UInt8]) throws(Failure) {
    guard let problem = send(bytes), problem != EPIPE else { return }
    let reason = unsafe String(cString: strerror(problem))
    throw Failure(.halted, "what was asked for could not be written: \(reason)")
  }

  /// Writes all of a text.
  ///
  /// What nobody can read any more is let go: a reader that has left must not end a run.
  func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes all bytes; see ``write(_:)-(String)``.
  func write(_ bytes: [UInt8]) { _ = send(bytes) }

  /// Writes all bytes; the number of the error that kept some from being written.
  private func send(_ bytes: [UInt8]) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(rawValue, $0.baseAddress, $0.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        waitUntilWritable()
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }

  /// A terminal that another program made non-blocking takes more only later.
  private func waitUntilWritable() {
    var request = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&request, 1, 1000)
  }
}
