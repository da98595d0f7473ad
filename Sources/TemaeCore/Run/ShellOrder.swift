/// Everything that an attempt of a shell activity needs to run.
public struct ShellOrder: Hashable, Sendable {
  /// The attempt's directory, absolute.
  public var directory: String
  /// The script, verbatim.
  public var script: String
  /// The shell: `bash` or `sh`.
  public var shell: String
  /// The working directory, absolute.
  public var workingDirectory: String
  /// The environment, secrets included.
  ///
  /// Values go only into the supervisor's environment, never a file.
  public var environment: [EnvironmentVariable]
  /// After how many seconds the supervisor ends the command; `nil` for never.
  public var timeoutSeconds: Int?
  /// How many bytes of each output stream are kept; the rest is counted.
  public var outputLimitBytes: Int

  /// Makes an order from its parts.
  public init(
    directory: String, script: String, shell: String, workingDirectory: String,
    environment: [EnvironmentVariable], timeoutSeconds: Int?, outputLimitBytes: Int
  ) {
    self.directory = directory
    self.script = script
    self.shell = shell
    self.workingDirectory = workingDirectory
    self.environment = environment
    self.timeoutSeconds = timeoutSeconds
    self.outputLimitBytes = outputLimitBytes
  }
}
