import Glibc
import Synchronization
import TemaeCore

/// A program that this process started, and whose standard input ends with it.
@safe final class ChildProgram: Sendable {
  /// Why it could not be started.
  struct Failure: Error {
    var reason: String
  }

  private let process: pid_t
  private let input: Mutex<Int32?>
  private let output: Int32

  /// Starts a program from PATH in a session of its own: no key of a terminal reaches it.
  ///
  /// - Parameters:
  ///   - arguments: The program and its words, which everybody can read: never a secret.
  ///   - environment: Variables beside those of this process.
  ///   - inheritsConnection: Whether it also gets this process's own variables of libpq, which may
  ///     lead to another server than it is to work on.
  /// - Throws: ``Failure``.
  init(
    _ arguments: [String], environment: [EnvironmentVariable] = [], inheritsConnection: Bool = true
  ) throws(Failure) {
    let toChild = try Self.socketEnds()
    let fromChild: (reading: Int32, writing: Int32)
    do throws(Failure) {
      fromChild = try Self.socketEnds()
    } catch {
      for end in [toChild.reading, toChild.writing] { close(end) }
      throw error
    }
    var process: pid_t = 0
    let variables = Self.variables(besides: environment, inheritsConnection)
    let code = Self.spawn(
      arguments, variables, toChild.reading, fromChild.writing, &process)
    close(toChild.reading)
    close(fromChild.writing)
    self.process = process
    input = Mutex(toChild.writing)
    output = fromChild.reading
    guard code == 0 else {
      close(toChild.writing)
      close(output)
      throw Failure(reason: "\(arguments[0]) cannot be started: errno \(code)")
    }
  }

  /// The first line that it prints.
  func readAnswer() -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while unsafe read(output, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  /// All that it prints until it closes its output.
  func readAll() -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(output, &chunk, chunk.count)
      if count == -1, errno == EINTR { continue }
      guard count > 0 else { return all }
      all += chunk.prefix(count)
    }
  }

  /// Hands out the lines that it prints until it closes its output; the next one is read when the
  /// last one was taken.
  func readLines(_ onLine: (String) -> Void) {
    var line: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = unsafe read(output, &chunk, chunk.count)
      if count == -1, errno == EINTR { continue }
      guard count > 0 else { break }
      for byte in chunk.prefix(count) {
        guard byte == UInt8(ascii: "\n") else {
          if line.count < Self.lineLimitBytes { line.append(byte) }
          continue
        }
        onLine(String(decoding: line, as: UTF8.self))
        line.removeAll(keepingCapacity: true)
      }
    }
    if !line.isEmpty { onLine(String(decoding: line, as: UTF8.self)) }
  }

  /// What is longer is cut off.
  private static let lineLimitBytes = 1 << 16

  /// Lets its input end, which asks the scripts that watch it to end; from any thread, at any time.
  func endInput() {
    input.withLock { input in
      if let input { close(input) }
      input = nil
    }
  }

  /// Lets its input end, and waits until it is gone; called once.
  ///
  /// - Returns: Its exit code; -1 for any other end.
  @discardableResult
  func end() -> Int {
    endInput()
    close(output)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) == -1 { guard errno == EINTR else { return -1 } }
    return status & 0x7f == 0 ? Int((status >> 8) & 0xff) : -1
  }

  private static func spawn(
    _ arguments: [String], _ variables: [String], _ input: Int32, _ output: Int32,
    _ process: inout pid_t
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // A thread of ours may block signals; the server must not inherit that.
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    unsafe posix_spawnattr_setsigmask(&attributes, &mask)
    let newSession: Int16 = 0x80
    unsafe posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK))
    let words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    let entries = unsafe variables.map { unsafe strdup($0) } + [nil]
    defer { unsafe (words + entries).forEach { unsafe free($0) } }
    return unsafe posix_spawnp(&process, arguments[0], &actions, &attributes, words, entries)
  }

  private static func variables(
    besides given: [EnvironmentVariable], _ inheritsConnection: Bool
  ) -> [String] {
    var variables = given.map { "\($0.name)=\($0.value)" }
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let variable = unsafe String(cString: text)
      let isGiven = given.contains { variable.hasPrefix("\($0.name)=") }
      let isInherited = inheritsConnection || !variable.hasPrefix("PG")
      if !isGiven, isInherited { variables.append(variable) }
      unsafe entry += 1
    }
    return variables
  }

  /// Two connected ends that no other program inherits.
  static func socketEnds() throws(Failure) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    // At once: what another thread starts in between would keep the child's input open for ever.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw Failure(reason: "no pair of sockets: errno \(errno)")
    }
    return (ends[0], ends[1])
  }
}
