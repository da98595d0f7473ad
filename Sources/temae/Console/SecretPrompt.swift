import Glibc

/// Asks for a secret at the terminal, which does not show what is typed.
///
/// The terminal is as before afterwards, also when the question is ended by a signal; after SIGKILL,
/// which nobody can answer, `stty sane` is needed where the shell does not do it.
struct SecretPrompt {
  private var reader = LineReader(StandardStream.input.rawValue)

  /// Waits for a line.
  ///
  /// - Throws: ``Failure`` when the input ends, or somebody asks to stop.
  mutating func read(_ prompt: String) async throws(Failure) -> String {
    var before = termios()
    guard unsafe tcgetattr(StandardStream.input.rawValue, &before) == 0 else {
      throw Failure(.waits, "the terminal cannot be kept from showing a secret")
    }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO | ECHOE | ECHOK)
    silent.c_lflag |= tcflag_t(ECHONL)
    guard unsafe tcsetattr(StandardStream.input.rawValue, TCSAFLUSH, &silent) == 0 else {
      throw Failure(.waits, "the terminal cannot be kept from showing a secret")
    }
    defer { _ = unsafe tcsetattr(StandardStream.input.rawValue, TCSAFLUSH, &before) }
    StandardStream.error.write(prompt)
    while Interruptions.count == 0 {
      switch reader.typed() {
      case .line(let line): return line
      case .end, .cancelled:
        throw Failure(.waits, "no value was given: nothing was run, and nothing recorded")
      case nil: try? await Task.sleep(for: .milliseconds(LineReader.pauseMilliseconds))
      }
    }
    StandardStream.error.write("\n")
    throw Failure(.interrupted, "interrupted: nothing was run, and nothing recorded")
  }
}
