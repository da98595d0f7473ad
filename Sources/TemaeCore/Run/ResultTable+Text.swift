extension ResultTable {
  /// The rows as text, tab-separated, a line each; null is `\N` as in PostgreSQL's COPY.
  public var text: String {
    rows.map { row in row.map { $0 ?? "\\N" }.joined(separator: "\t") }.joined(separator: "\n")
  }
}
