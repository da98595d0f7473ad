import TemaeCore

/// Whether the rows of a backup fit the tables as they are now.
struct TableFit {
  let order: ReplaceOrder
  let session: Session

  /// Passes where they do: the same columns, and the same partitions.
  ///
  /// - Parameter tables: The tables that are to be replaced.
  /// - Throws: ``PostgresError/notReplaced(reason:)``, with what does not fit.
  func require(_ tables: [DumpedTables.Table]) throws(PostgresError) {
    let names = tables.map(\.name)
    let held = Set(order.manifest.contents?.tables.map(\.table) ?? [])
    if let missing = tables.first(where: { $0.hasRows && !held.contains($0.name) }) {
      throw misfit("the backup has no rows of \(missing.name)")
    }
    let isGone = { (name: String) in held.contains(name) && !names.contains(name) }
    let parts = order.catalog.objects.filter { object in
      object.kind == .table && object.value("partitionBound") != nil
        && names.contains(object.value("inherits") ?? "") && isGone(object.name)
    }
    if let part = parts.first { throw misfit("partition \(part.name) is not there any more") }
    let now = try session.asking { session throws(Session.Trouble) in
      try CatalogReader(snapshot: Snapshot(of: session)).read()
    }
    let differences = CatalogComparison(
      expected: columns(of: order.catalog, names), found: columns(of: now, names), rules: .equal
    ).differences
    if let first = differences.first { throw misfit(first.lines.joined(separator: "; ")) }
  }

  private func misfit(_ reason: String) -> PostgresError {
    .notReplaced(
      reason:
        "the rows do not fit the tables as they are now: \(reason). Without --table all of the "
        + "database is put back, definitions too")
  }

  /// The columns, with what decides how a row is written.
  private func columns(of catalog: Catalog, _ names: [String]) -> Catalog {
    Catalog(
      objects: catalog.objects.filter { object in
        object.kind == .column && names.contains(object.parent ?? "")
      }.map { object in
        var object = object
        object.properties.removeAll { !["type", "generated"].contains($0.name) }
        return object
      })
  }
}
