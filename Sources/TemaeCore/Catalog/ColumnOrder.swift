/// The order of the columns that two catalogs have in common.
enum ColumnOrder {
  /// The tables whose common columns stand in another order.
  static func differences(expected: Catalog, found: Catalog) -> [CatalogDifference] {
    let before = columns(expected)
    let now = columns(found)
    return before.keys.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { table in
      guard let before = before[table], let now = now[table] else { return nil }
      let common = Set(before.map(\.key)).intersection(now.map(\.key))
      let (wanted, actual) = (
        before.filter { common.contains($0.key) }, now.filter { common.contains($0.key) }
      )
      guard wanted.map(\.key) != actual.map(\.key) else { return nil }
      return CatalogDifference(
        kind: .table, name: String(decoding: table, as: UTF8.self),
        change: .changed([
          .init(property: "columnOrder", expected: words(wanted), found: words(actual))
        ]))
    }
  }

  private typealias Column = (key: [UInt8], position: Int, name: String)

  private static func columns(_ catalog: Catalog) -> [[UInt8]: [Column]] {
    var columns: [[UInt8]: [Column]] = [:]
    for object in catalog.objects where object.kind == .column {
      guard let parent = object.parent, let text = object.value("position"),
        let position = Int(text)
      else { continue }
      columns[Array(parent.utf8), default: []].append(
        (Array(object.name.utf8), position, String(object.name.dropFirst(parent.count + 1))))
    }
    return columns.mapValues { $0.sorted { $0.position < $1.position } }
  }

  private static func words(_ columns: [Column]) -> String {
    columns.map(\.name).joined(separator: ", ")
  }
}
