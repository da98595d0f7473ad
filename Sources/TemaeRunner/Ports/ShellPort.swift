public import TemaeCore

/// Where shell activities run.
public protocol ShellPort: Sendable {
  /// Makes the attempt's directory and takes its lock; everything in it is durable on return.
  func prepare(_ order: ShellOrder) throws -> PreparedShell

  /// Starts what was prepared, once its intent is durable; `leaf` is the intent's.
  func start(_ prepared: PreparedShell, leaf: Digest) throws -> RunningShell

  /// Takes back what was prepared: its intent was not recorded.
  func abandon(_ prepared: PreparedShell)

  /// Follows an attempt to its end; output comes in order of each stream.
  func follow(
    _ running: RunningShell, fromOutput: Int, fromError: Int,
    onOutput: @escaping @Sendable (OutputStream, [UInt8], _ offset: Int) -> Void
  ) async -> ShellEnd

  /// What the directory tells of an attempt whose end nobody saw.
  func evidence(directory: String, leaf: Digest) throws -> ShellEvidence

  /// Asks the supervisor to end the command.
  func cancel(directory: String) throws

  /// Signals the group of a command that lives without its supervisor.
  func signalOrphan(directory: String, leaf: Digest, signal: Int) throws

  /// Whether the command or a descendant of it lives, also after its end was recorded.
  func descendantsLive(directory: String) throws -> Bool

  /// Reads kept output; fewer bytes than asked for only at the end.
  func readOutput(
    directory: String, stream: OutputStream, offset: Int, count: Int
  ) throws -> [UInt8]

  /// The names of the attempts' directories that lie in a directory.
  func spools(in directory: String) throws -> [String]

  /// Removes the directory: its outcome is durable.
  func removeSpool(directory: String) throws
}
