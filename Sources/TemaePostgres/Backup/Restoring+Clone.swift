import TemaeCore

extension Restoring {
  /// Restores the backup in a throwaway cluster, under the database's own name.
  ///
  /// - Parameter atEnd: What bash does in the end before the server stops.
  /// - Returns: The copy, which is there until it is ended.
  /// - Throws: ``PostgresError/noScratch(reason:)`` also where the backup cannot be restored.
  func clone(atEnd: String) throws(PostgresError) -> DatabaseClone {
    let source = order.manifest.source
    guard let version = source.majorVersion else {
      throw .noScratch(reason: "the manifest names no version of PostgreSQL")
    }
    try ScratchSpace.require(bytes: source.databaseBytes)
    let cluster = try ScratchCluster(majorVersion: version, isDurable: true, atEnd: atEnd)
    do throws(PostgresError) {
      let scratch = try ScratchDatabase(on: cluster.connection, like: source.locale)
      try scratch.makeRoles(source.roles)
      try fill(scratch)
      let name = try renamed(scratch, on: cluster)
      let clone = DatabaseClone(
        cluster, connection: "\(cluster.connection) dbname=\(ConnectionString.quoted(name))",
        remarks: remarks(scratch, lacking: []))
      stop.onStop { clone.beginEnding() }
      return clone
    } catch {
      cluster.stop()
      throw error
    }
  }

  /// The session is gone when this returns: a database is renamed only where nobody is in it.
  private func fill(_ scratch: ScratchDatabase) throws(PostgresError) {
    let session = try scratch.connected()
    onProgress(.began(tableCount: order.manifest.contents?.tables.count ?? 0))
    for pass in passes(hasRights: true) {
      guard let complaint = try perform(pass, session) else { continue }
      throw .noScratch(reason: "the backup cannot be restored: \(complaint)")
    }
  }

  /// Gives the copy the database's own name, unless the cluster has one of that name; the name it has.
  private func renamed(
    _ scratch: ScratchDatabase, on cluster: ScratchCluster
  ) throws(PostgresError) -> String {
    let wanted = order.manifest.source.target.database
    let session = try Session(
      ConnectionString(cluster.connection), applicationName: "temae",
      connectTimeoutSeconds: Connecting.timeoutSeconds)
    return try session.asking { session throws(Session.Trouble) in
      let statement = try session.askValue(
        """
        select pg_catalog.format('alter database %I rename to %I', $1::text, $2::text)
        where not exists (select from pg_catalog.pg_database where datname = $2)
        """, [scratch.name, wanted])
      guard let statement else { return scratch.name }
      try session.ask(statement)
      return wanted
    }
  }
}
