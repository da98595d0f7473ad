/// Rows whose cells stand below each other.
struct TextTable {
  /// The rows; they need not have equally many cells.
  var rows: [[StyledLine]] = []
  /// The columns that each line is moved to the right.
  var indent = 0
  /// The columns between two cells.
  static let gap = 2

  /// The rows as lines; the last cell of a row is not padded.
  var lines: [StyledLine] {
    let count = rows.map(\.count).max() ?? 0
    // A row's last cell may be long prose: it does not widen the column for the others.
    let widths = (0..<count).map { column in
      rows.map { $0.count > column + 1 ? $0[column].columns : 0 }.max() ?? 0
    }
    return rows.map { line(of: $0, widths) }
  }

  private func line(of row: [StyledLine], _ widths: [Int]) -> StyledLine {
    var line = StyledLine(String(repeating: " ", count: indent))
    let last = row.lastIndex { !$0.spans.isEmpty } ?? -1
    for (column, cell) in row.enumerated() where column <= last {
      line = line + cell
      guard column < last else { break }
      let padding = widths[column] - cell.columns + Self.gap
      line = line.adding(String(repeating: " ", count: max(1, padding)))
    }
    return line
  }
}
