import Glibc

/// Asks a shell's own parser what is wrong with a script, without running any of it.
enum ShellSyntax {
  /// What the shell says about a script.
  ///
  /// - Parameters:
  ///   - shell: the program: `bash` or `sh`.
  ///   - script: the script, given on standard input from a nameless file: of any length, and in no
  ///     argument list.
  /// - Returns: its message; `nil` when it finds nothing wrong, or is not installed.
  static func problem(shell: String, script: String) -> String? {
    guard let input = namelessFile(holding: script) else { return nil }
    defer { close(input) }
    guard let output = namelessFile(holding: "") else { return nil }
    defer { close(output) }
    guard let status = run([shell, "-n"], input: input, output: output), status != 0 else {
      return nil
    }
    return contents(output)
  }

  private static func namelessFile(holding text: String) -> Int32? {
    var path = Array("/tmp/temae.XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&path)
    guard descriptor >= 0 else { return nil }
    unsafe unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let bytes = Array(text.utf8)
    let written = unsafe bytes.withUnsafeBytes {
      unsafe write(descriptor, $0.baseAddress, $0.count)
    }
    guard written == bytes.count, lseek(descriptor, 0, SEEK_SET) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// The exit status as `waitpid` gives it; `nil` when the program could not be started.
  ///
  /// The environment is our own: `BASH_ENV` would run a file even where nothing is to run.
  private static func run(_ words: [String], input: Int32, output: Int32) -> Int32? {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
    // On a thread that blocks every signal, a shell would never hear of its children's end.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    let environment = unsafe [strdup("LC_ALL=C.UTF-8"), nil]
    defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(
      &process, words[0], &actions, &attributes, arguments, environment)
    guard code == 0 else { return nil }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) == -1 { guard errno == EINTR else { return nil } }
    return status
  }

  private static func contents(_ descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return TypedLine.trimmed(String(decoding: bytes.prefix(count), as: UTF8.self))
  }
}
