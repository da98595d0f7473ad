import Glibc
import TemaeReport

/// The whole terminal for one picture that changes, and every key as it is pressed.
///
/// The terminal is as before while it is left: also while the process is stopped, and after a signal.
struct FullScreen {
  /// What somebody did, or the system.
  enum Input: Hashable {
    case key(ReplayKey)
    /// The picture has to be drawn again, on a screen that may have another size.
    case resized
    /// Somebody wants it to end: Ctrl-C or SIGTERM.
    case interrupted
    /// The terminal is gone.
    case gone
  }

  /// How long after Escape the rest of a key's sequence is waited for.
  private static let sequenceMilliseconds: Int32 = 50
  private static let alternate = "\u{1B}[?1049h\u{1B}[?25l"
  private static let ordinary = "\u{1B}[?25h\u{1B}[?1049l"

  private var before = termios()
  private var signals: Int32 = -1
  private var keys = KeyReader()
  /// What stands on the screen.
  private var drawn: [String] = []

  /// Takes the terminal.
  ///
  /// - Throws: ``Failure`` where it cannot be had.
  mutating func enter() throws(Failure) {
    guard unsafe tcgetattr(StandardStream.input.rawValue, &before) == 0,
      let signals = TerminalSignal.watch()
    else { throw Failure(.usage, "the terminal cannot be drawn on") }
    self.signals = signals
    take()
  }

  /// Gives the terminal back as it was.
  mutating func leave() {
    if isForeground { giveBack() }
    TerminalSignal.unwatch(signals)
  }

  /// Has the next picture drawn as a whole.
  mutating func forget() { drawn = [] }

  /// The size as it is now.
  var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard unsafe ioctl(StandardStream.output.rawValue, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0, size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Draws a picture over the one that stands there; only lines that differ are written.
  mutating func draw(_ lines: [String]) {
    var text = drawn.count == lines.count ? "" : "\u{1B}[H\u{1B}[2J"
    for (row, line) in lines.enumerated() {
      if drawn.count == lines.count, drawn[row] == line { continue }
      // Cleared before it is written: after a line that ends in the last column it would lose that.
      text += "\u{1B}[\(row + 1);1H\u{1B}[K" + line
    }
    drawn = lines
    StandardStream.output.write(text)
  }

  /// Waits for what comes next.
  mutating func next() -> Input {
    while true {
      if let key = keys.next(isAll: false) { return .key(key) }
      let isReady = wait(milliseconds: keys.isUndecided ? Self.sequenceMilliseconds : -1)
      if isReady.signal, let input = readSignal() { return input }
      if isReady.key {
        guard readKeys() else { return .gone }
      } else if !isReady.signal, let key = keys.next(isAll: true) {
        return .key(key)
      }
    }
  }

  private func wait(milliseconds: Int32) -> (key: Bool, signal: Bool) {
    var requests = [
      pollfd(fd: StandardStream.input.rawValue, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
    ]
    guard unsafe poll(&requests, 2, milliseconds) > 0 else { return (false, false) }
    return (requests[0].revents != 0, requests[1].revents != 0)
  }

  /// False at the end of the input.
  private mutating func readKeys() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 256)
    let count = unsafe read(StandardStream.input.rawValue, &chunk, chunk.count)
    if count > 0 { keys.add(chunk.prefix(count)) }
    return count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN)
  }

  private mutating func readSignal() -> Input? {
    var byte: UInt8 = 0
    guard unsafe read(signals, &byte, 1) == 1, let signal = TerminalSignal(rawValue: Int32(byte))
    else { return nil }
    switch signal {
    case .interrupt, .terminate: return .interrupted
    case .resize: return .resized
    case .goOn: return takeAgain()
    case .stop:
      giveBack()
      TerminalSignal.stopProcess()
      return takeAgain()
    }
  }

  /// Takes the terminal after others may have had it, and left it in a mode of their own.
  private mutating func takeAgain() -> Input {
    // In the background, as after `bg`, it is not ours.
    if !isForeground { TerminalSignal.stopProcess() }
    guard isForeground else { return .gone }
    take()
    return .resized
  }

  private var isForeground: Bool { tcgetpgrp(StandardStream.input.rawValue) == getpgrp() }

  /// Signals stay keys of the terminal: Ctrl-C and Ctrl-Z come as they come to every program.
  private mutating func take() {
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    raw.c_iflag &= ~tcflag_t(ICRNL | IXON)
    _ = unsafe tcsetattr(StandardStream.input.rawValue, TCSADRAIN, &raw)
    StandardStream.output.write(Self.alternate)
    drawn = []
  }

  private func giveBack() {
    StandardStream.output.write(Self.ordinary)
    var settings = before
    _ = unsafe tcsetattr(StandardStream.input.rawValue, TCSADRAIN, &settings)
  }
}
