import Glibc

/// A program that a test started, with pipes to its input and from its output and error.
///
/// The pipes' ends are closed on exec, so that no other child keeps one of them open.
@safe final class Child {
  private let process: pid_t
  private var input: Int32
  private let output: Int32
  private var isKept = false

  /// Starts a program from PATH in a session of its own: a signal to the tests' group spares it.
  init(_ arguments: [String]) throws {
    let toChild = try Self.pipeEnds()
    let fromChild = try Self.pipeEnds()
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, toChild.reading, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, fromChild.writing, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, fromChild.writing, 2)
    // Dispatch's threads block every signal; a shell that inherits that waits for ever.
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    unsafe posix_spawnattr_setsigmask(&attributes, &mask)
    let setsid: Int16 = 0x80
    unsafe posix_spawnattr_setflags(&attributes, setsid | Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    let code = unsafe posix_spawnp(&process, arguments[0], &actions, &attributes, words, environ)
    close(toChild.reading)
    close(fromChild.writing)
    guard code == 0 else {
      close(toChild.writing)
      close(fromChild.reading)
      throw PostgresCluster.Failure(description: "\(arguments[0]) cannot be started: errno \(code)")
    }
    self.process = process
    input = toChild.writing
    output = fromChild.reading
  }

  deinit {
    guard !isKept else { return }
    closeInput()
    close(output)
  }

  /// Writes to its input; a short text, which fits into a pipe.
  func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe Glibc.write(input, bytes, bytes.count)
  }

  /// Lets its input end.
  func closeInput() {
    guard input >= 0 else { return }
    close(input)
    input = -1
  }

  /// Leaves the pipes open when this object goes.
  func keepForTheLifeOfThisProcess() { isKept = true }

  /// What it prints up to the first line end.
  func readLine() -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while isReadable, unsafe read(output, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// What it prints until it closes its output.
  func readAll() -> String {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while isReadable {
      let count = unsafe read(output, &chunk, chunk.count)
      guard count > 0 else { break }
      all += chunk.prefix(count)
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// Waits for its end and gives back the exit code; -1 for anything else than an exit in time.
  func wait() -> Int {
    if case .exited(let code) = ProcessEnd.wait(for: process) { Int(code) } else { -1 }
  }

  /// Waits until it has printed more or has closed its output; false, and it is killed, where it does
  /// neither for longer than any statement of a test takes.
  private var isReadable: Bool {
    var request = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    let milliseconds = Int32(ProcessEnd.mostSeconds) * 1000
    if unsafe poll(&request, 1, milliseconds) != 0 { return true }
    kill(process, SIGKILL)
    return false
  }

  private static func pipeEnds() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else {
      throw PostgresCluster.Failure(description: "no pipe: errno \(errno)")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}
