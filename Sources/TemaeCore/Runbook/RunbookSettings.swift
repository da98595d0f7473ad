/// What a runbook's front matter says.
///
/// Values of secrets and connections are never in it: only names.
public struct RunbookSettings: Hashable, Sendable, Codable {
  /// An IANA time zone in which `--t0` is read.
  public var timezone: String?
  /// The planned window, as written.
  public var window: String?
  /// The databases that blocks name with `db=`.
  public var databases: [DatabaseReference] = []
  /// Groups of operators.
  public var groups: [OperatorGroup] = []
  /// The path of an OpenSSH `allowed_signers` file.
  public var allowedSigners: String?
  /// What is asked before the run opens.
  public var parameters: [Parameter] = []
  /// Names of environment variables whose values are secrets.
  public var secrets: [String] = []
  /// Channels for announcements: name and environment variable.
  public var channels: [ChannelReference] = []
  /// The shell for blocks that name none.
  public var shell = "bash"

  /// Makes settings that say nothing.
  public init() {}

  /// The database with this key.
  public func database(_ key: String) -> DatabaseReference? { databases.first { $0.key == key } }
}

/// A database that blocks can name: the environment variable that holds its connection string.
public struct DatabaseReference: Hashable, Sendable, Codable {
  /// The name that `db=` uses.
  public var key: String
  /// The environment variable that holds the libpq connection string.
  public var variable: String
  /// The database name that the target must have.
  public var expectedDatabase: String?
  /// The host that the target must have.
  public var expectedHost: String?
  /// Whether it is in production; only where the document says `false` a rehearsal copies it on its
  /// own server.
  public var isProduction: Bool?
  /// The line of the front matter.
  public var line: Int

  /// Makes a reference from its parts.
  public init(
    key: String, variable: String, expectedDatabase: String? = nil, expectedHost: String? = nil,
    line: Int
  ) {
    self.key = key
    self.variable = variable
    self.expectedDatabase = expectedDatabase
    self.expectedHost = expectedHost
    self.line = line
  }
}

/// A named group of operators.
public struct OperatorGroup: Hashable, Sendable, Codable {
  /// The group's name, without `@`.
  public var name: String
  /// Its members, without `@`.
  public var members: [String]

  /// Makes a group from its parts.
  public init(name: String, members: [String]) {
    self.name = name
    self.members = members
  }
}

/// A value that is asked for before the run opens.
public struct Parameter: Hashable, Sendable, Codable {
  /// The name; blocks see it as an environment variable of that name.
  public var name: String
  /// The question.
  public var prompt: String?
  /// What is taken when `--param` does not name it.
  public var defaultValue: String?
  /// Whether its value is masked and never journaled.
  public var isSecret: Bool

  /// Makes a parameter from its parts.
  public init(name: String, prompt: String? = nil, defaultValue: String? = nil, isSecret: Bool) {
    self.name = name
    self.prompt = prompt
    self.defaultValue = defaultValue
    self.isSecret = isSecret
  }
}

/// A channel for announcements.
public struct ChannelReference: Hashable, Sendable, Codable {
  /// The channel's name.
  public var name: String
  /// The environment variable that holds its address.
  public var variable: String

  /// Makes a channel from its parts.
  public init(name: String, variable: String) {
    self.name = name
    self.variable = variable
  }
}
