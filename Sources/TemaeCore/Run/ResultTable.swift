/// The rows that a query returned, as text.
public struct ResultTable: Hashable, Sendable {
  /// The columns' names.
  public var columns: [String]
  /// The rows; `nil` is SQL's null.
  public var rows: [[String?]]
  /// Whether rows beyond the limit were left out.
  public var isTruncated: Bool

  /// Makes a table from its parts.
  public init(columns: [String], rows: [[String?]], isTruncated: Bool = false) {
    self.columns = columns
    self.rows = rows
    self.isTruncated = isTruncated
  }
}
