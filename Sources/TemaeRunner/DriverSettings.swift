public import TemaeCore

/// What a driver is told when it starts.
public struct DriverSettings: Sendable {
  /// On whose behalf it drives.
  public var by: Operator
  /// The lease's epoch.
  public var epoch: Int
  /// Whether nobody is to be asked.
  public var isUnattended: Bool
  /// The stage after which to stop; `nil` to go on to the end.
  public var untilStage: String?
  /// Whether to stop as soon as what people asked for has run (`temae do`).
  public var onlyRequested: Bool
  /// The journal's directory, absolute: attempt directories are named relative to it.
  public var journalDirectory: String
  /// The environment that commands inherit.
  public var environment: [EnvironmentVariable]
  /// How many bytes of each output stream are kept.
  public var outputLimitBytes: Int
  /// Runs, by name, that may work on the same databases: a person overruled it.
  public var beside: [String]
  /// The secrets that this process was given.
  public var secrets: [SuppliedSecret]
  /// Knows the values of secrets again; `nil` where the run's key is gone.
  public var secretCheck: SecretCheck?

  /// Makes settings from their parts.
  public init(
    by: Operator, epoch: Int, isUnattended: Bool, untilStage: String? = nil,
    onlyRequested: Bool = false, journalDirectory: String, environment: [EnvironmentVariable],
    outputLimitBytes: Int = 64 << 20, secrets: [SuppliedSecret] = [],
    secretCheck: SecretCheck? = nil, beside: [String] = []
  ) {
    self.by = by
    self.epoch = epoch
    self.isUnattended = isUnattended
    self.untilStage = untilStage
    self.onlyRequested = onlyRequested
    self.journalDirectory = journalDirectory
    self.environment = environment
    self.outputLimitBytes = outputLimitBytes
    self.beside = beside
    self.secrets = secrets
    self.secretCheck = secretCheck
  }
}
