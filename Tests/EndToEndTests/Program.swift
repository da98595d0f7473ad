import Glibc
import TestSupport
import Testing

/// The built `temae`, run as a person or a script would run it.
struct Program {
  /// How a run of the program ended.
  struct Ending: Hashable {
    /// The exit code; 128 + n for signal n.
    var code: Int32
    /// Everything on standard output.
    var output: String
    /// Everything on standard error.
    var error: String
  }

  /// What kept the program from being run.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The directory of the built programs: the tests' own program lies there too.
  static let directory: String = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let path = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    let parts = String(decoding: path, as: UTF8.self).split(separator: "/").dropLast()
    return "/" + parts.joined(separator: "/")
  }()

  /// The path of the program.
  static var path: String { directory + "/temae" }

  /// Runs the program to its end, without a terminal and with an empty standard input.
  ///
  /// - Parameters:
  ///   - arguments: the words after `temae`.
  ///   - directory: the working directory.
  ///   - environment: variables beside the usual ones.
  /// - Returns: how it ended, and what it wrote.
  /// - Throws: ``Failure`` when it cannot be started.
  static func run(
    _ arguments: [String], in directory: String, environment: [String: String] = [:]
  ) throws -> Ending {
    let output = directory + "/.stdout"
    let error = directory + "/.stderr"
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let writing = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, error, writing, 0o600)
    let process = unsafe try spawn(arguments, directory, environment, &actions, flags: 0)
    return Ending(code: wait(process), output: text(output), error: text(error))
  }

  /// Starts the program, unattended, and leaves it alone; what it writes goes to `.background`.
  static func start(
    _ arguments: [String], in directory: String, environment: [String: String] = [:]
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let writing = O_WRONLY | O_CREAT | O_APPEND
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(
      &actions, 1, directory + "/.background", writing, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    return unsafe try spawn(arguments, directory, environment, &actions, flags: 0)
  }

  /// Starts the program, or another one, in a directory with given file actions.
  @unsafe static func spawn(
    _ arguments: [String], _ directory: String, _ environment: [String: String],
    _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, flags: Int16,
    program: String? = nil
  ) throws -> pid_t {
    let change = #"cd "$1" && shift && exec "$0" "$@""#
    return unsafe try start(
      ["sh", "-c", change, program ?? path, directory] + arguments, environment, actions,
      flags: flags)
  }

  /// Starts `/bin/sh` with these words.
  @unsafe private static func start(
    _ arguments: [String], _ environment: [String: String],
    _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>?, flags: Int16
  ) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // Dispatch's threads block every signal; a shell that inherits that waits for ever.
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    unsafe posix_spawnattr_setsigmask(&attributes, &mask)
    unsafe posix_spawnattr_setflags(&attributes, flags | Int16(POSIX_SPAWN_SETSIGMASK))
    let words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    let variables = unsafe Self.variables(environment).map { unsafe strdup($0) } + [nil]
    defer { _ = unsafe (words + variables).map { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, "/bin/sh", actions, &attributes, words, variables)
    guard code == 0 else { throw Failure(description: "sh cannot be started: errno \(code)") }
    return process
  }

  /// Runs a shell command and gives back its exit code.
  static func shell(_ command: String) throws -> Int32 {
    wait(unsafe try start(["sh", "-c", command], [:], nil, flags: 0))
  }

  /// Starts a shell command and leaves it alone.
  static func startShell(_ command: String) throws -> pid_t {
    unsafe try start(["sh", "-c", command], [:], nil, flags: 0)
  }

  /// Waits for the end of a process and gives back its exit code; 128 + n for signal n.
  ///
  /// One that does not end is killed, and the test is red.
  static func wait(_ process: pid_t) -> Int32 {
    switch ProcessEnd.wait(for: process) {
    case .exited(let code): return code
    case .signalled(let signal): return 128 + signal
    case .late:
      Issue.record("process \(process) did not end within \(ProcessEnd.mostSeconds) s")
      return 128 + SIGKILL
    case .unknown: return -1
    }
  }

  /// A file's text; empty where there is none.
  static func text(_ path: String) -> String {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Nothing of the tester's own settings reaches the program.
  private static func variables(_ given: [String: String]) -> [String] {
    let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
    let usual = [
      "PATH": path, "HOME": "/tmp", "LC_ALL": "C.UTF-8", "TERM": "xterm",
      // The tests' directory may lie in memory: what they record may be forgotten.
      "TEMAE_ALLOW_TMPFS": "1",
    ]
    // Where the data of throwaway servers lie is the tester's to say.
    let scratch = unsafe getenv("TEMAE_SCRATCH_DIR").map { unsafe String(cString: $0) }
    return usual.merging(scratch.map { ["TEMAE_SCRATCH_DIR": $0] } ?? [:]) { $1 }
      .merging(given) { $1 }.map { "\($0)=\($1)" }
  }
}
