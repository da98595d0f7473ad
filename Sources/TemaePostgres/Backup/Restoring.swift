import TemaeCore

/// Restores a backup into a scratch database, reads what came of it, and drops it again.
struct Restoring {
  let order: RestoreOrder
  let stop: StopRequest
  let onProgress: @Sendable (DumpProgress) -> Void

  /// Restores it in a throwaway cluster, or on the server that was named.
  func run() throws(PostgresError) -> RestoredDatabase {
    let source = order.manifest.source
    if let server = order.server {
      let scratch = try ScratchDatabase(on: server, besides: source.target, like: source.locale)
      return try restored(in: scratch, lacking: try scratch.missing(source.roles))
    }
    guard let version = source.majorVersion else {
      throw .noScratch(reason: "the manifest names no version of PostgreSQL")
    }
    try ScratchSpace.require(bytes: source.databaseBytes)
    let cluster = try ScratchCluster(majorVersion: version, isDurable: true)
    defer { cluster.stop() }
    let scratch = try ScratchDatabase(on: cluster.connection, like: source.locale)
    try scratch.makeRoles(source.roles)
    return try restored(in: scratch, lacking: [])
  }

  /// The copy, and its end: the database goes, whatever came of it.
  private func restored(
    in scratch: ScratchDatabase, lacking roles: [String]
  ) throws(PostgresError) -> RestoredDatabase {
    let result: Result<RestoredDatabase, PostgresError>
    do {
      result = .success(try copy(in: scratch, lacking: roles))
    } catch {
      result = .failure(error)
    }
    try scratch.drop()
    return try result.get()
  }

  private func copy(
    in scratch: ScratchDatabase, lacking roles: [String]
  ) throws(PostgresError) -> RestoredDatabase {
    var copy = RestoredDatabase(
      failure: nil, catalog: Catalog(objects: []), contents: Contents(tables: []), restore: nil,
      hasRights: roles.isEmpty, remarks: remarks(scratch, lacking: roles))
    let session = try scratch.connected()
    let cancelling = session.cancelHandle
    stop.onStop { cancelling?.send() }
    onProgress(.began(tableCount: order.manifest.contents?.tables.count ?? 0))
    let clock = ContinuousClock.now
    for pass in passes(hasRights: roles.isEmpty) {
      guard let complaint = try perform(pass, session) else { continue }
      copy.failure = BackupFinding(.restore, pass.archive, "it cannot be restored: \(complaint)")
      return copy
    }
    let duration = ContinuousClock.now - clock
    try read(session, into: &copy)
    copy.restore = BackupVerification.Restore(
      seconds: Int((duration / .seconds(1)).rounded(.up)), jobs: order.jobs,
      serverVersion: try session.identity().serverVersion, isThrowaway: order.server == nil,
      comparedCount: copy.contents.tables.count + copy.contents.sequences.count)
    return copy
  }

  private func read(
    _ session: Session, into copy: inout RestoredDatabase
  ) throws(PostgresError) {
    let hasRows = order.manifest.kind.hasRows
    let count = SharedCount()
    let (catalog, contents) = try session.asking { session throws(Session.Trouble) in
      let snapshot = try Snapshot(session)
      let catalog = try CatalogReader(snapshot: snapshot).read()
      let reader = ContentReader(snapshot: snapshot, names: hasRows ? wantedNames : []) {
        onProgress(.digesting(name: $0, number: count.next()))
      }
      let contents = try reader.read()
      try snapshot.end()
      return (catalog, contents)
    }
    copy.catalog = catalog
    copy.contents = contents
  }

  /// Of a backup of some tables, the others are empty in the copy, and nobody looks at them.
  private var wantedNames: [String]? {
    guard order.manifest.kind == .tables, let contents = order.manifest.contents else { return nil }
    return contents.tables.map(\.table) + contents.sequences.map(\.sequence)
  }

  /// What the copy lacks for other reasons than the backup.
  func remarks(_ scratch: ScratchDatabase, lacking roles: [String]) -> [String] {
    var remarks: [String] = []
    if !scratch.hasLocale {
      remarks.append(
        "restored with the collation C: \(order.manifest.source.locale.collate) is not on the "
          + "scratch server's machine")
    }
    if !roles.isEmpty {
      remarks.append(
        "owners and grants were not compared: the scratch server lacks the "
          + "role\(roles.count == 1 ? "" : "s") \(roles.prefix(5).joined(separator: ", "))"
          + (roles.count > 5 ? " and \(roles.count - 5) more" : ""))
    }
    return remarks
  }
}
