import Glibc

/// A terminal with `temae` in it, and somebody who reads the screen and types.
final class Terminal {
  // TIOCSPTLCK and TIOCGPTN, which Swift does not see.
  private static let unlock: UInt = 0x4004_5431
  private static let askNumber: UInt = 0x8004_5430
  private let controller: Int32
  private let process: pid_t
  /// Everything that appeared so far, escape sequences included.
  private(set) var screen = ""
  private var seen = 0
  private var isGone = false

  /// Starts the program, or another one, on a new terminal that is its controlling one.
  init(
    _ arguments: [String], in directory: String, environment: [String: String] = [:],
    program: String? = nil
  ) throws {
    controller = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var number: Int32 = 0
    var lock: Int32 = 0
    var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
    guard unsafe ioctl(controller, Self.unlock, &lock) == 0,
      unsafe ioctl(controller, Self.askNumber, &number) == 0,
      unsafe ioctl(controller, UInt(TIOCSWINSZ), &size) == 0
    else { throw Program.Failure(description: "no terminal: errno \(errno)") }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // Opened by the leader of a new session, it becomes that session's terminal.
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    let setsid: Int16 = 0x80
    process = unsafe try Program.spawn(
      arguments, directory, environment, &actions, flags: setsid, program: program)
  }

  deinit {
    guard !isGone else { return }
    kill(process, SIGKILL)
    close(controller)
  }

  /// Reads until a text appears that was not awaited before.
  ///
  /// - Throws: with the whole screen when it does not appear in time.
  func wait(for text: String, seconds: Int = 120) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if let range = unseen.range(of: text) {
        seen += unseen.utf8.distance(from: unseen.startIndex, to: range.upperBound)
        return
      }
      guard read() else { break }
    }
    throw Program.Failure(description: "'\(text)' did not appear on:\n\(screen)")
  }

  /// Reads until all of these have appeared, in whatever order, and were not awaited before.
  func wait(forAll texts: [String], seconds: Int = 60) throws {
    for _ in 0..<(seconds * 20) {
      let ends = texts.compactMap { unseen.range(of: $0)?.upperBound }
      if ends.count == texts.count, let last = ends.max() {
        seen += unseen.utf8.distance(from: unseen.startIndex, to: last)
        return
      }
      guard read() else { break }
    }
    throw Program.Failure(description: "not all of \(texts) appeared on:\n\(screen)")
  }

  /// Types a text; `\n` is Enter.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(controller, bytes, bytes.count)
  }

  /// Whether the terminal hands over whole lines, which are edited in it, and not every key.
  var handsOverLines: Bool {
    var settings = termios()
    guard unsafe tcgetattr(controller, &settings) == 0 else { return false }
    return settings.c_lflag & tcflag_t(ICANON) != 0
  }

  /// Whether the terminal shows what is typed.
  var echoes: Bool {
    var settings = termios()
    guard unsafe tcgetattr(controller, &settings) == 0 else { return false }
    return settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Gives the terminal another width, as somebody who drags its window does.
  func resize(columns: UInt16) {
    var size = winsize(ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  /// Sends the program a signal.
  func send(_ signal: Int32) { kill(process, signal) }

  /// Reads to the end and gives back the exit code.
  func end(seconds: Int = 120) throws -> Int32 {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      guard read() else { return Program.wait(process) }
    }
    throw Program.Failure(description: "it did not end; on the screen:\n\(screen)")
  }

  /// Takes the terminal away, as a connection that breaks does, and gives back the exit code.
  func hangUp() -> Int32 {
    close(controller)
    isGone = true
    return Program.wait(process)
  }

  private var unseen: Substring {
    let utf8 = screen.utf8
    return screen[utf8.index(utf8.startIndex, offsetBy: seen)...]
  }

  /// Waits a twentieth of a second for more; false when the program has closed the terminal.
  private func read() -> Bool {
    var request = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&request, 1, 50) > 0 else { return true }
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    let count = unsafe Glibc.read(controller, &chunk, chunk.count)
    guard count > 0 else { return false }
    screen += String(decoding: chunk.prefix(count), as: UTF8.self)
    return true
  }
}

extension Substring {
  /// Where a text stands; `nil` when it does not.
  fileprivate func range(of text: String) -> Range<Index>? {
    firstRange(of: text)
  }
}
