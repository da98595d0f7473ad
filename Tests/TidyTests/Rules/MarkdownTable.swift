/// The tables of a reference page, as rows of cells.
enum MarkdownTable {
  /// The rows whose first cell is one piece of code: its text, and the other cells.
  static func rows(in text: String) -> [(key: String, cells: [String])] {
    PackageFile.lines(of: text).compactMap { _, line in
      guard line.hasPrefix("|") else { return nil }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
        .dropLast()
        .map { trimmed($0) }
      guard let first = cells.first, codes(in: first) == [String(first.dropFirst().dropLast())]
      else {
        return nil
      }
      return (String(first.dropFirst().dropLast()), Array(cells.dropFirst()))
    }
  }

  /// The pieces of inline code in a text.
  static func codes(in text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
