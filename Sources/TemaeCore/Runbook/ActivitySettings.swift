/// The keys of a fence.
public struct ActivitySettings: Hashable, Sendable, Codable {
  /// After how long the attempt is ended.
  public var timeoutSeconds: Int?
  /// How often a failed attempt is tried again.
  public var retries = 0
  /// How long to wait before trying again.
  public var backoffSeconds: Int?
  /// The exit codes that count as success.
  public var acceptedExits = [0]
  /// What a result must be.
  public var comparison: Comparison?
  /// That it is about the schema of its database.
  public var schema: SchemaSetting?
  /// The name under which the result is kept.
  public var capture: String?
  /// Whether the captured value is masked and never journaled.
  public var isSecret = false
  /// The key of the front matter's database.
  public var database: String?
  /// One statement outside a transaction.
  public var isOutsideTransaction = false
  /// How many transactions the text begins and ends by itself; `nil` where it must not.
  ///
  /// It is then sent as written, without a marker.
  public var ownTransactions: Int?
  /// Always rolled back.
  public var isDiscarded = false
  /// Registers applied migration files in Supabase's history table.
  public var registersHistory = false
  /// Changes nothing, and the server enforces it.
  public var isReadOnly = false
  /// Whether rehearsals carry it out although it names no database; `nil` where nothing says so.
  public var isRehearsed: Bool?
  /// When a watch ends, in minutes from T.
  public var untilOffset: Int?
  /// How long a watch lasts.
  public var forSeconds: Int?
  /// For a remedy: the text or `/regex/` that the failure must show.
  public var on: String?
  /// The working directory, relative to the document's.
  public var directory: String?
  /// The shell, where it is not the runbook's.
  public var shell: String?
  /// The SQL files that `\i` includes, in order of their first use, as written.
  public var includes: [String] = []
  /// The script files that the block names by literal path.
  public var scripts: [String] = []
  /// Whether a person must agree before it runs (a block in a gate of a document without `temae: 1`).
  public var isConfirmed = false

  /// Makes settings with the defaults of the format.
  public init() {}
}
