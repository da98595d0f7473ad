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
  private let complaints: Int32?

  /// Starts a program from PATH in a session of its own: no key of a terminal reaches it.
  ///
  /// - Parameters:
  ///   - arguments: The program and its words, which everybody can read: never a secret.
  ///   - environment: Variables beside those of this process.
  ///   - inheritsConnection: Whether it also gets this process's own variables of libpq, which may
  ///     lead to another server than it is to work on.
  ///   - keepsProblems: Whether ``problems()`` is to tell what it complains of.
  /// - Throws: ``Failure``.
  init(
    _ arguments: [String], environment: [EnvironmentVariable] = [],
    inheritsConnection: Bool = true, keepsProblems: Bool = false
  ) throws(Failure) {
    let ends = try Self.pairs(keepsProblems ? 3 : 2)
    var process: pid_t = 0
    let variables = Self.variables(besides: environment, inheritsConnection)
    let code = Self.spawn(
      arguments, variables, input: ends[0].reading, output: ends[1].writing,
      complaints: keepsProblems ? ends[2].writing : nil, &process)
    close(ends[0].reading)
    for pair in ends.dropFirst() { close(pair.writing) }
    self.process = process
    input = Mutex(ends[0].writing)
    output = ends[1].reading
    complaints = keepsProblems ? ends[2].reading : nil
    guard code == 0 else {
      close(ends[0].writing)
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
  func readAll() -> [UInt8] { Self.all(of: output) }

  /// The next bytes that it prints; none when it has closed its output.
  func readChunk() -> [UInt8] { Self.chunk(of: output) }

  /// What it complained of, once it has ended; on one line, and not all of it where it is much.
  func problems() -> String {
    guard let complaints else { return "" }
    let lines = String(decoding: Self.all(of: complaints), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    return lines.prefix(6).joined(separator: "; ")
  }

  private static func all(of descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    while case let next = chunk(of: descriptor), !next.isEmpty { all += next }
    return all
  }

  private static func chunk(of descriptor: Int32) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      if count == -1, errno == EINTR { continue }
      return Array(chunk.prefix(max(0, count)))
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

  deinit { if let complaints { close(complaints) } }

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
    _ arguments: [String], _ variables: [String], input: Int32, output: Int32, complaints: Int32?,
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
    if let complaints {
      unsafe posix_spawn_file_actions_adddup2(&actions, complaints, 2)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
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

  /// Pairs of connected ends; all of them, or none.
  private static func pairs(
    _ count: Int
  ) throws(Failure) -> [(reading: Int32, writing: Int32)] {
    var pairs: [(reading: Int32, writing: Int32)] = []
    do throws(Failure) {
      for _ in 0..<count { pairs.append(try socketEnds()) }
    } catch {
      for pair in pairs { for end in [pair.reading, pair.writing] { close(end) } }
      throw error
    }
    return pairs
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
