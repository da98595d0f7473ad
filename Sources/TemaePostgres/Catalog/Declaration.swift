import TemaeCore

/// What files declare: had by applying them, one after another, to an empty scratch database.
struct Declaration {
  /// The files.
  let pieces: [SQLOrder.Piece]
  /// The server for the scratch database; a throwaway cluster where there is none.
  let server: String?

  /// The catalog of the scratch database, for comparing it with the one of a target.
  ///
  /// - Parameter target: A session with the target: of its version the throwaway cluster is, and its
  ///   roles are known there.
  /// - Returns: What the files declare.
  /// - Throws: ``PostgresError/noScratch(reason:)`` where there is no such server, and
  ///   ``PostgresError/badDeclaration(place:reason:)`` for a file that cannot be applied.
  func catalog(for target: Session) throws(PostgresError) -> Catalog {
    if let server { return try catalog(on: server, besides: try target.identity()) }
    let roles = try target.asking { session throws(Session.Trouble) in
      try session.ask("select rolname from pg_catalog.pg_roles where rolname !~ '^pg_'")
    }
    let cluster = try ScratchCluster(majorVersion: target.serverVersion / 10_000)
    defer { cluster.stop() }
    let scratch = try ScratchDatabase(on: cluster.connection)
    try scratch.makeRoles(roles.compactMap { $0.first ?? nil })
    return try scratch.catalog(after: pieces)
  }

  private func catalog(
    on server: String, besides target: TargetIdentity
  ) throws(PostgresError) -> Catalog {
    let scratch = try ScratchDatabase(on: server, besides: target)
    let result: Result<Catalog, PostgresError>
    do {
      result = .success(try scratch.catalog(after: pieces))
    } catch {
      result = .failure(error)
    }
    try scratch.drop()
    return try result.get()
  }
}
