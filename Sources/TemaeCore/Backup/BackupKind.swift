/// What a backup holds of its database.
public enum BackupKind: String, CanonicalWord {
  /// Definitions and rows.
  case full
  /// Definitions only.
  case schema
  /// Rows only, beside the definitions that they fit.
  case data
  /// The rows of some tables, beside the definitions of the whole database.
  case tables

  /// Whether it holds rows, which are counted and digested.
  public var hasRows: Bool { self != .schema }

  /// Whether the rows lie in an archive of their own, beside the one of the definitions.
  public var isDivided: Bool {
    switch self {
    case .full, .schema: false
    case .data, .tables: true
    }
  }
}
