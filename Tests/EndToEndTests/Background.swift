import Glibc

/// The built `temae` at work without a terminal, while a test does something beside it.
@safe final class Background {
  private let process: pid_t
  private let directory: String
  private var hasEnded = false

  /// Starts the program; what it prints, on both streams, is `output` from now on.
  init(
    _ arguments: [String], in directory: String, environment: [String: String] = [:]
  ) throws {
    self.directory = directory
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let writing = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(
      &actions, 1, "\(directory)/.background", writing, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    process = unsafe try Program.spawn(arguments, directory, environment, &actions, flags: 0)
  }

  deinit {
    guard !hasEnded else { return }
    kill(process, SIGKILL)
    _ = Program.wait(process)
  }

  /// Everything that it printed so far.
  var output: String { Program.text("\(directory)/.background") }

  /// Waits until it has printed a text.
  func wait(for text: String, seconds: Int = 120) async throws {
    try await until("'\(text)' is printed", seconds: seconds) { output.contains(text) }
  }

  /// Waits until something is so.
  ///
  /// - Throws: ``Program/Failure`` with everything that it printed, when it is not so in time.
  func until(
    _ what: String, seconds: Int = 120, isSo: () throws -> Bool
  ) async throws {
    for _ in 0..<(seconds * 20) {
      if try isSo() { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw Program.Failure(description: "not within \(seconds) s: \(what); printed:\n\(output)")
  }

  /// Sends it a signal.
  func send(_ signal: Int32) { kill(process, signal) }

  /// Waits for its end and gives back its exit code; 128 + n for signal n.
  func end() -> Int32 {
    hasEnded = true
    return Program.wait(process)
  }
}
