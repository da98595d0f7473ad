/// How the attempt of a shell activity ended.
public struct ShellEnd: Hashable, Sendable {
  /// What the records say about the end.
  public enum Status: Hashable, Sendable {
    /// The command ended with this exit code.
    case exited(Int)
    /// The command was ended by this signal.
    case signalled(Int)
    /// There is no exit record: nobody saw the end. Holds the evidence in words.
    case lost(String)
  }

  /// What the records say about the end.
  public var status: Status
  /// Whether the supervisor ended the command because its time was up.
  public var timedOut: Bool
  /// Whether the supervisor ended the command because somebody asked.
  public var cancelled: Bool
  /// Whether the supervisor ended the command because its output outgrew the limit on a file system
  /// that cannot give back the middle of a file.
  public var stoppedForOutput: Bool
  /// From the start of the command to its end, on the boot-time clock.
  public var durationMicroseconds: Int
  /// The command's process id, where it started.
  public var processID: Int?
  /// The whole length of standard output and of standard error, also of what was not kept.
  public var outputBytes: Int, errorBytes: Int
  /// The variables that the script exported and that it was not given.
  public var exported: [EnvironmentVariable]
  /// What commands of temae in the script had to say of backups.
  public var backups: [BackupFact]

  /// Makes an end from its parts.
  public init(
    status: Status, timedOut: Bool = false, cancelled: Bool = false,
    stoppedForOutput: Bool = false, durationMicroseconds: Int, processID: Int? = nil,
    outputBytes: Int = 0, errorBytes: Int = 0,
    exported: [EnvironmentVariable] = [], backups: [BackupFact] = []
  ) {
    self.status = status
    self.timedOut = timedOut
    self.cancelled = cancelled
    self.stoppedForOutput = stoppedForOutput
    self.durationMicroseconds = durationMicroseconds
    self.processID = processID
    self.outputBytes = outputBytes
    self.errorBytes = errorBytes
    self.exported = exported
    self.backups = backups
  }
}
