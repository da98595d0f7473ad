/// `docs/reference/events.md` names every event type with exactly its fields.
enum EventTable {
  /// Every type with its fields in their order, an optional one with `?`.
  typealias Table = [String: [String]]

  static func documented(in page: String) -> Table {
    let rows = MarkdownTable.rows(in: page).filter { $0.key.contains(".") }
    return Dictionary(rows.map { ($0.key, MarkdownTable.codes(in: $0.cells.first ?? "")) }) {
      _, last in last
    }
  }

  /// What the sources declare: `event` is `Event.swift`, which gives every type its case and every case
  /// its data; `source` gives the text of the file that declares a data type.
  static func declared(event: String, source: (String) -> String?) -> Table {
    let data = Dictionary(
      event.matches(of: /case (\w+)\((\w+)\)\n/).map { (String($0.1), String($0.2)) }
    ) { first, _ in first }
    let types = event.matches(of: /case "([\w.]+)": self = \.(\w+)\(/)
    return Dictionary(
      types.map { match in
        let text = data[String(match.2)].flatMap(source) ?? ""
        return (String(match.1), fields(in: text))
      }
    ) { first, _ in first }
  }

  private static func fields(in source: String) -> [String] {
    source.matches(of: /writer\.(field|optional)\("(\w+)"/).map { match in
      match.1 == "optional" ? "\(match.2)?" : String(match.2)
    }
  }

  static func findings(documented: Table, declared: Table, path: String) -> [Finding] {
    Set(documented.keys).union(declared.keys).sorted().compactMap { type in
      guard let fields = declared[type] else {
        return Finding(path: path, message: "\(type) is no event")
      }
      guard let written = documented[type] else {
        return Finding(path: path, message: "\(type) is missing, with \(list(fields))")
      }
      guard written != fields else { return nil }
      return Finding(
        path: path, message: "\(type) has \(list(fields)), the page says \(list(written))")
    }
  }

  private static func list(_ fields: [String]) -> String {
    fields.isEmpty ? "no fields" : fields.map { "`\($0)`" }.joined(separator: ", ")
  }
}
