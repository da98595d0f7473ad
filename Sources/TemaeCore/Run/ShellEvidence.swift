/// What is known about the attempt of a shell activity whose end this process did not see.
///
/// One case for each row of the settling table; the texts are for people.
public enum ShellEvidence: Hashable, Sendable {
  /// There is an exit record: the exact status.
  case finished(ShellEnd)
  /// The supervisor lives: follow it.
  case running(RunningShell)
  /// The command or a descendant lives without its supervisor, so nobody will see its status. The
  /// process id is `nil` when no record names it.
  case commandAlive(processID: Int?)
  /// The command was started, and nobody saw its end.
  case lost(String)
  /// The command was never started, and a durable `void` keeps it from ever starting.
  case neverStarted(String)
  /// The directory is missing, or its records are not this attempt's or are damaged.
  case unknown(String)
}
