import TemaeCore

/// Drops what a database has, restores a backup in its place and compares, in one open transaction.
struct Replacement {
  let order: ReplaceOrder
  let session: Session
  let stop: StopRequest
  let onProgress: @Sendable (DumpProgress) -> Void

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
    try tables.lock(.accessExclusive, session, seconds: order.lockWaitSeconds, stop: stop)
    try asking { () throws(Session.Trouble) in try drop() }
    try requireUnchanged(schema)
    let leftOut = try asking { () throws(Session.Trouble) in try prepared() }
    try restore(leavesOut: leftOut)
    return try asking { () throws(Session.Trouble) in try findings() }
  }

  /// What the server refuses keeps the database from being put back.
  private func asking<Value>(
    _ body: () throws(Session.Trouble) -> Value
  ) throws(PostgresError) -> Value {
    do {
      return try body()
    } catch {
      throw refused(error, nil)
    }
  }

  private func refused(_ trouble: Session.Trouble, _ statement: String?) -> PostgresError {
    guard !trouble.isBroken else { return trouble.error(place: session.place) }
    let message = trouble.message
    let detail = message.explanation.map { ". \($0)" } ?? ""
    let place = statement.map { ", at \(Self.shown($0))" } ?? ""
    return .notReplaced(reason: "\(message.message) (\(message.state))\(detail)\(place)")
  }

  /// A statement for people: without comments, on one line, and not all of it.
  private static func shown(_ statement: String) -> String {
    let lines = statement.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("--") }
    return String(lines.joined(separator: " ").prefix(160))
  }

  // MARK: Dropping

  private func drop() throws(Session.Trouble) {
    try session.set([("client_min_messages", "warning")])
    for query in DropStatements.queries { try carryOut(query) }
    for other in try InstalledExtension.all(session) where !other.isIn(order.catalog) {
      try session.carryOut("drop extension \(other.name)")
    }
    let hasPublic = order.catalog.objects.contains { $0.kind == .schema && $0.name == "public" }
    try carryOut(DropStatements.schemas, [String(hasPublic)])
  }

  private func carryOut(
    _ query: String, _ parameters: [String?] = []
  ) throws(Session.Trouble) {
    var statements: [String] = []
    try session.stream(query, parameters) { _, row in statements.append(row[0] ?? "") }
    for statement in statements { try session.carryOut(statement) }
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
    try carryOut(DropStatements.defaultPrivileges)
    let kept = try session.ask(Self.keptQuery).compactMap { $0.first ?? nil }
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

  private func restore(leavesOut: [String]) throws(PostgresError) {
    let archive = "\(order.directory)/\(order.manifest.archive)"
    let program = try ArchiveScript(
      of: archive, version: version,
      arguments: ["--no-publications", "--no-subscriptions", "--no-security-labels"],
      leavesOut: try ArchiveList(of: archive, version: version).lines(beginningWith: leavesOut))
    stop.onStop { program.stop() }
    let result: Result<Void, PostgresError>
    do throws(PostgresError) {
      result = .success(try apply(program))
    } catch {
      result = .failure(error)
    }
    let complaint = program.end()
    // A script that ends too early is pg_restore's to explain.
    if let complaint, program.isAtEnd { throw .notReplaced(reason: "pg_restore: \(complaint)") }
    try result.get()
    if let complaint { throw .notReplaced(reason: "pg_restore: \(complaint)") }
  }

  private func apply(_ program: ArchiveScript) throws(PostgresError) {
    onProgress(.began(tableCount: order.manifest.contents?.tables.count ?? 0))
    var reader = ScriptReader { program.read() }
    var tableCount = 0
    while let part = try reader.next() {
      guard !stop.isMade else { throw .interrupted }
      switch part {
      case .statement(let statement): try apply(statement)
      case .copy(let statement):
        tableCount += 1
        onProgress(.rows(tableCount: tableCount))
        try copy(statement, &reader)
      }
    }
  }

  private func apply(_ statement: SQLStatement) throws(PostgresError) {
    // Our own limits hold; what another version's program sets, the server may not know.
    let isLimit = statement.begins(with: "SET") && statement.text.contains("_timeout = ")
    guard !isLimit else { return }
    if statement.begins(with: "CREATE", "INDEX") || statement.begins(with: "ALTER", "TABLE") {
      onProgress(.indexing(name: statement.words.last ?? ""))
    }
    do throws(Session.Trouble) {
      try session.carryOut(statement.text)
    } catch {
      throw refused(error, statement.text)
    }
  }

  private func copy(_ statement: String, _ reader: inout ScriptReader) throws(PostgresError) {
    let stop = stop
    let reply = try session.copy(statement) { () throws(PostgresError) in
      guard !stop.isMade else { throw .interrupted }
      return try reader.rows()
    }
    do throws(Session.Trouble) {
      try session.done(reply)
    } catch {
      throw refused(error, statement)
    }
  }

  private var version: Int {
    let dump = Int(order.manifest.dumpVersion.prefix { $0.isNumber }) ?? 0
    return max(dump, order.manifest.source.majorVersion ?? 0)
  }

  // MARK: Comparing

  private func findings() throws(Session.Trouble) -> [BackupFinding] {
    try Snapshot.prepare(session)
    try session.set([("client_encoding", "UTF8")])
    let snapshot = Snapshot(of: session)
    let catalog = try CatalogReader(snapshot: snapshot).read()
    let count = SharedCount()
    let contents = try ContentReader(snapshot: snapshot, names: nil) {
      onProgress(.digesting(name: $0, number: count.next()))
    }.read()
    return BackupComparison(manifest: order.manifest, catalog: order.catalog)
      .findings(copy: catalog, contents: contents)
  }
}
