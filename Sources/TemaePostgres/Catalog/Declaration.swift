import TemaeCore

/// What files declare: had by applying them, one after another, to an empty scratch database.
struct Declaration {
  /// The files; those that are only given come first.
  let pieces: [SQLOrder.Piece]
  /// How they are applied.
  let declaring: CatalogQuestion.Declaring
  /// How long one of their statements may take.
  var timeoutSeconds: Int?

  /// What the files declare, and what the target has, or would have once they have been run.
  ///
  /// - Parameter target: A session with the target: of its version the throwaway cluster is, and its
  ///   roles are known there.
  /// - Returns: Both catalogs.
  /// - Throws: ``PostgresError/noScratch(reason:)`` where there is no such server, and
  ///   ``PostgresError/badDeclaration(place:reason:state:)`` for a file that cannot be applied.
  func reading(for target: Session) throws(PostgresError) -> CatalogReading {
    let copy = declaring.isForeseen ? try SchemaDump(of: target).piece() : nil
    guard let server = declaring.server else {
      let roles = try target.asking { session throws(Session.Trouble) in
        try session.ask("select rolname from pg_catalog.pg_roles where rolname !~ '^pg_'")
      }
      let cluster = try ScratchCluster(majorVersion: target.serverVersion / 10_000)
      defer { cluster.stop() }
      let scratch = try ScratchDatabase(on: cluster.connection)
      try scratch.makeRoles(roles.compactMap { $0.first ?? nil })
      return try reading(on: cluster.connection, besides: nil, copy, target)
    }
    return try reading(on: server, besides: try target.identity(), copy, target)
  }

  private func reading(
    on server: String, besides identity: TargetIdentity?, _ copy: SQLOrder.Piece?,
    _ target: Session
  ) throws(PostgresError) -> CatalogReading {
    let declared = try catalog(on: server, besides: identity, after: pieces)
    guard let copy else {
      let timeoutSeconds = timeoutSeconds
      let present = try target.asking { session throws(Session.Trouble) in
        try session.catalog(timeoutSeconds: timeoutSeconds)
      }
      return CatalogReading(present: present, declared: declared)
    }
    let files = pieces.dropFirst(declaring.givenCount)
    let foreseen = try catalog(on: server, besides: identity, after: [copy] + files)
    // A copy has no rows, and its materialised views none either.
    return CatalogReading(
      present: foreseen.without("populated"), declared: declared.without("populated"))
  }

  private func catalog(
    on server: String, besides target: TargetIdentity?, after pieces: [SQLOrder.Piece]
  ) throws(PostgresError) -> Catalog {
    let scratch = try ScratchDatabase(on: server, besides: target)
    let result: Result<Catalog, PostgresError>
    do {
      result = .success(try scratch.catalog(after: pieces, timeoutSeconds: timeoutSeconds))
    } catch {
      result = .failure(error)
    }
    try scratch.drop()
    return try result.get()
  }
}

extension Catalog {
  /// The catalog without one property of its objects.
  fileprivate func without(_ property: String) -> Catalog {
    Catalog(
      objects: objects.map { object in
        var object = object
        object.properties.removeAll { $0.name == property }
        return object
      })
  }
}
