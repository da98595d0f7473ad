/// Everything that an attempt of a SQL activity needs to run.
public struct SQLOrder: Hashable, Sendable {
  /// How the statements are sent.
  public enum Mode: String, Hashable, Sendable {
    /// One transaction together with the marker row.
    case transaction
    /// One statement outside a transaction.
    case single
    /// Statement by statement, in the transactions that the text itself begins and ends.
    case asWritten
    /// One transaction that is always rolled back.
    case discarded
    /// A session that cannot write.
    case readOnly

    /// Whether it may take effect without a marker: nothing on the server refuses a late attempt.
    public var isUnmarked: Bool {
      switch self {
      case .single, .asWritten: true
      case .transaction, .discarded, .readOnly: false
      }
    }
  }

  /// A piece of a SQL block: its own text, or the bytes of an included file.
  public struct Piece: Hashable, Sendable {
    /// The file's path as written in `\i`; `nil` for the block's own text.
    public var file: String?
    /// The statements.
    public var text: String
    /// The line of the document (own text) or of the file (always 1) at which the text begins.
    public var firstLine: Int

    /// Makes a piece from its parts.
    public init(file: String?, text: String, firstLine: Int) {
      self.file = file
      self.text = text
      self.firstLine = firstLine
    }
  }

  /// A libpq connection string.
  ///
  /// It may hold a password: never shown, never journaled.
  public var connection: String
  /// The target that was pinned when the run was opened; another one fails the attempt before any effect.
  public var pinned: Pin?
  /// The server's process that holds the database for this driver.
  ///
  /// Where it does not any more, nothing is sent. `nil` for what writes nothing and needs no hold.
  public var holder: Int?
  /// Run id, activity and attempt: the marker's key and the source of the application name.
  public var run: String, activity: String, attempt: Int
  /// How the statements are sent.
  public var mode: Mode
  /// What is sent.
  public var pieces: [Piece]
  /// What is asked of the catalog instead of sending the pieces to the target.
  public var catalog: CatalogQuestion?
  /// Whether applied files are registered in `supabase_migrations.schema_migrations`.
  public var registersHistory: Bool
  /// The invalid index that is dropped: one that has become valid is not.
  public var drops: IndexSighting?
  /// The statement time-out.
  public var timeoutSeconds: Int?
  /// How `pg_stat_activity` names the connection, at most 63 bytes: `temae/` and 16 hex digits of
  /// SHA-256 over run, activity and attempt.
  public var applicationName: String

  /// Makes an order from its parts.
  public init(
    connection: String, pinned: Pin?, run: String, activity: String, attempt: Int,
    mode: Mode, pieces: [Piece], registersHistory: Bool = false, drops: IndexSighting? = nil,
    timeoutSeconds: Int? = nil, applicationName: String = "temae", holder: Int? = nil,
    catalog: CatalogQuestion? = nil
  ) {
    self.connection = connection
    self.pinned = pinned
    self.run = run
    self.activity = activity
    self.attempt = attempt
    self.mode = mode
    self.pieces = pieces
    self.registersHistory = registersHistory
    self.drops = drops
    self.timeoutSeconds = timeoutSeconds
    self.applicationName = applicationName
    self.holder = holder
    self.catalog = catalog
  }
}
