import TemaeCore

/// Drops what a database has, restores a backup in its place and compares, in one open transaction.
struct Replacement {
  let script: ScriptRestoring
  private var order: ReplaceOrder { script.order }
  private var session: Session { script.session }

  /// Does it; whoever ends the transaction says whether it ever was.
  ///
  /// - Parameters:
  ///   - tables: The tables that are locked.
  ///   - schema: What there was when they were locked.
  /// - Returns: What is not as the backup says.
  /// - Throws: ``PostgresError``; then nothing may be committed.
  func run(
    _ tables: LockedTables, _ schema: SchemaFingerprint
  ) throws(PostgresError) -> [BackupFinding] {
    // Looked at twice: whoever must give up anyway lets readers go on, and between now and the drop
    // somebody may still come.
    try requireUnchanged(schema)
    try tables.lock(.accessExclusive, session, seconds: order.lockWaitSeconds, stop: script.stop)
    try session.replacing { _ throws(Session.Trouble) in try drop() }
    try requireUnchanged(schema)
    let leftOut = try session.replacing { _ throws(Session.Trouble) in try prepared() }
    try script.run { .except($0.lines(beginningWith: leftOut)) }
    return try session.replacing { _ throws(Session.Trouble) in try findings() }
  }

  // MARK: Dropping

  private func drop() throws(Session.Trouble) {
    try session.set([("client_min_messages", "warning")])
    for query in DropStatements.queries { try session.carryOutAll(query) }
    for other in try InstalledExtension.all(session) where !other.isIn(order.catalog) {
      try session.carryOut("drop extension \(other.name)")
    }
    let hasPublic = order.catalog.objects.contains { $0.kind == .schema && $0.name == "public" }
    try session.carryOutAll(DropStatements.schemas, [String(hasPublic)])
  }

  /// Another session sees what was there until now: if that is not what was locked, something was made
  /// or altered meanwhile, and the copy may lack it.
  private func requireUnchanged(_ schema: SchemaFingerprint) throws(PostgresError) {
    let other = try Session(
      ConnectionString(order.connection), applicationName: "temae restore",
      connectTimeoutSeconds: Connecting.timeoutSeconds)
    let changes = try other.asking { other throws(Session.Trouble) in
      try Snapshot.prepare(other)
      return schema.changes(in: try SchemaFingerprint(other))
    }
    guard changes.isEmpty else {
      let more = changes.count > 5 ? " and \(changes.count - 5) more" : ""
      throw .notReplaced(
        reason: "somebody made or altered what the copy may not have: "
          + changes.prefix(5).joined(separator: ", ") + more + ". Try again when nobody does")
    }
  }

  // MARK: Restoring

  /// Makes what stays as the script expects it; how the entries of what is there already begin.
  private func prepared() throws(Session.Trouble) -> [String] {
    try KeptSchemas.makePublic(session, order.catalog)
    let schemas = try KeptSchemas(session, order.catalog)
    try schemas.reset()
    try session.carryOutAll(DropStatements.defaultPrivileges)
    let kept = try session.texts(Self.keptQuery)
    return schemas.entries + kept
  }

  /// Extensions that stay, and the rows of their own tables, which stay too.
  private static let keptQuery = """
    select format('COMMENT - EXTENSION %s ', extname) from pg_extension
    union all
    select format('TABLE DATA %s %s ', n.nspname, c.relname)
    from pg_extension e cross join unnest(e.extconfig) t join pg_class c on c.oid = t
    join pg_namespace n on n.oid = c.relnamespace
    """

  // MARK: Comparing

  private func findings() throws(Session.Trouble) -> [BackupFinding] {
    try Snapshot.prepare(session)
    try session.set([("client_encoding", "UTF8")])
    let snapshot = Snapshot(of: session)
    let catalog = try CatalogReader(snapshot: snapshot).read()
    let contents = try script.contents(of: nil)
    return BackupComparison(manifest: order.manifest, catalog: order.catalog)
      .findings(copy: catalog, contents: contents)
  }
}
