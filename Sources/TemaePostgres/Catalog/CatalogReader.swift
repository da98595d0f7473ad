import TemaeCore

extension Session {
  /// The catalog at one instant.
  func catalog(timeoutSeconds: Int? = nil) throws(Trouble) -> Catalog {
    let snapshot = try Snapshot(self, timeoutSeconds: timeoutSeconds)
    let catalog = try CatalogReader(snapshot: snapshot).read()
    try snapshot.end()
    return catalog
  }
}

/// Reads the catalog in a snapshot.
struct CatalogReader {
  let snapshot: Snapshot

  /// Everything that the questions find; where a lock is in the way, who holds it is said.
  func read() throws(Session.Trouble) -> Catalog {
    do {
      return try ask()
    } catch {
      guard error.message.state == "55P03", !error.isBroken else { throw error }
      try snapshot.end()
      throw try snapshot.session.naming(
        holdersOf: error, "the schema could not be read", seconds: Snapshot.lockTimeoutSeconds)
    }
  }

  private func ask() throws(Session.Trouble) -> Catalog {
    var objects: [CatalogObject] = []
    for query in CatalogQuery.all(serverVersion: snapshot.session.serverVersion) {
      try snapshot.session.stream(query.sql) { columns, row in
        objects.append(Self.object(query.kind, columns, row))
      }
    }
    return Catalog(objects: objects)
  }

  private static func object(
    _ kind: CatalogObject.Kind, _ columns: [String], _ row: [String?]
  ) -> CatalogObject {
    CatalogObject(
      kind: kind, name: row[2] ?? "", parent: row[1], schema: row[0],
      properties: zip(columns, row).dropFirst(3).compactMap { column, value in
        value.flatMap { $0.isEmpty ? nil : CatalogProperty(name: column, value: $0) }
      })
  }
}
