public import TemaeCore

/// Which database is put back to what a backup holds, in place.
public struct ReplaceOrder: Hashable, Sendable {
  /// A libpq connection string or URI that says everything itself: several sessions are opened.
  public var connection: String
  /// The backup's directory.
  public var directory: String
  /// Its manifest.
  public var manifest: BackupManifest
  /// The schema that was dumped.
  public var catalog: Catalog
  /// The tables whose rows are put back, and nothing else; everything where there are none.
  public var tables: [String]
  /// The run whose attempt this is: it may hold the database, and nobody else.
  public var run: String?
  /// How long it waits until nobody else has the tables locked, in seconds.
  public var lockWaitSeconds: Int

  /// The block of a run that does it.
  public var block: Block?

  /// A block of a run, or a command that was typed in it.
  public struct Block: Hashable, Sendable {
    /// The run's id.
    public var run: String
    /// The activity.
    public var activity: String

    /// Makes it from its parts.
    public init(run: String, activity: String) {
      self.run = run
      self.activity = activity
    }
  }

  /// Makes an order from its parts.
  public init(
    connection: String, directory: String, manifest: BackupManifest, catalog: Catalog,
    tables: [String] = [], run: String? = nil, block: Block? = nil, lockWaitSeconds: Int
  ) {
    self.connection = connection
    self.directory = directory
    self.manifest = manifest
    self.catalog = catalog
    self.tables = tables
    self.run = run
    self.block = block
    self.lockWaitSeconds = lockWaitSeconds
  }
}
