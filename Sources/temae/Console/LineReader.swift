import Glibc

/// Lines that a person types, read without ever holding a thread.
///
/// The terminal stays in its own line mode: it echoes, and Backspace works as the person is used to.
struct LineReader {
  /// What came of waiting for a line.
  enum Input: Hashable {
    /// A line without its end.
    case line(String)
    /// The input has ended: Ctrl-D, or the terminal is gone.
    case end
    /// The task was cancelled; what was typed so far is thrown away.
    case cancelled
  }

  /// How often the terminal is looked at: soon enough to feel instant, rare enough to cost nothing.
  static let pauseMilliseconds = 30
  private let descriptor: Int32
  private var buffered: [UInt8] = []

  /// A reader of a descriptor that is a terminal.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Throws away what was typed before the question stood there: it cannot be an answer to it.
  mutating func discardTyped() {
    buffered = []
    _ = tcflush(descriptor, TCIFLUSH)
  }

  /// Waits for a line.
  mutating func next() async -> Input {
    while true {
      if Task.isCancelled {
        discardTyped()
        return .cancelled
      }
      if let input = typed() { return input }
      try? await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
    }
  }

  /// What has been typed by now; `nil` while there is no whole line.
  mutating func typed() -> Input? {
    while true {
      if let line = takeLine() { return .line(line) }
      guard isReady else { return nil }
      guard readMore() else { return .end }
    }
  }

  private var isReady: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, 0) > 0
  }

  /// False at the end of the input.
  private mutating func readMore() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(descriptor, &chunk, chunk.count)
    if count > 0 { buffered += chunk.prefix(count) }
    return count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN)
  }

  private mutating func takeLine() -> String? {
    guard let end = buffered.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let line = String(decoding: buffered[..<end], as: UTF8.self)
    buffered.removeSubrange(...end)
    return line
  }
}
