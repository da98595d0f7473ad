/// `docs/reference/exit-codes.md` names every exit code.
enum ExitCodeTable {
  static func documented(in page: String) -> [Int: String] {
    let rows = MarkdownTable.rows(in: page).compactMap { row in
      Int(row.key).map { ($0, row.cells.first ?? "") }
    }
    return Dictionary(rows) { _, last in last }
  }

  /// The codes in the source, each with what it means in a few words.
  static func declared(in source: String) -> [Int: String] {
    let codes = source.matches(of: /case (\w+) = (\d+)/)
    let meanings = Dictionary(
      source.matches(of: /case \.(\w+): "([^"]+)"/).map { (String($0.1), String($0.2)) }
    ) { first, _ in first }
    let pairs = codes.compactMap { match in
      Int(match.2).map { ($0, meanings[String(match.1)] ?? String(match.1)) }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  static func findings(documented: [Int: String], declared: [Int: String], path: String)
    -> [Finding]
  {
    Set(documented.keys).union(declared.keys).sorted().compactMap { code in
      guard let meaning = declared[code] else {
        return Finding(path: path, message: "\(code) is no exit code")
      }
      guard documented[code] != meaning else { return nil }
      return Finding(
        path: path, message: "\(code) means \"\(meaning)\", the page says otherwise or nothing")
    }
  }
}
