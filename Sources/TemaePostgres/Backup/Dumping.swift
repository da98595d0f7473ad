import TemaeCore

/// Dumps a database at one instant with pg_dump, while its own session reads what a copy must hold.
struct Dumping {
  let order: DumpOrder
  let stop: StopRequest
  let onProgress: @Sendable (DumpProgress) -> Void

  /// Dumps the database.
  func run() throws(PostgresError) -> DumpedDatabase {
    let session = try Session(
      ConnectionString(order.connection), applicationName: "temae backup",
      connectTimeoutSeconds: Connecting.timeoutSeconds)
    let cancelling = session.cancelHandle
    stop.onStop { cancelling?.send() }
    let target = try session.identity()
    let wanted = order.kind == .tables ? try DumpedTables.resolve(order.tables, session) : nil
    try session.asking { session throws(Session.Trouble) in try Snapshot.prepare(session) }
    let held = try HeldSnapshot(session, of: wanted)
    onProgress(.began(tableCount: order.kind.hasRows ? held.tables.withRows.count : 0))
    if order.kind.isDivided {
      let schema = try program(for: BackupManifest.schemaName, ["--schema-only"], held) {}
      defer { schema.end() }
      try outlast(schema, held)
    }
    let main = try program(for: archive, rowArguments(held), held) { cancelling?.send() }
    defer { main.end() }
    var dumped = try read(held, target, wanted, beside: main)
    try outlast(main, held)
    dumped.dumpVersion = main.version
    try finish(&dumped, held)
    try held.end()
    return dumped
  }

  // MARK: pg_dump

  private var archive: String {
    BackupManifest.archiveName(order.kind, isSingleFile: order.isSingleFile)
  }

  private func rowArguments(_ held: HeldSnapshot) -> [String] {
    let parts =
      order.isSingleFile || order.kind == .schema
      ? ["--format=custom"] : ["--format=directory", "--jobs=\(order.jobs)"]
    switch order.kind {
    case .full: return parts
    case .schema: return parts + ["--schema-only"]
    case .data: return parts + ["--data-only"]
    case .tables: return parts + held.tables.tables.map { "--table=\($0.pattern)" }
    }
  }

  /// pg_dump at work on one archive, with the very connection that our session has.
  private func program(
    for archive: String, _ arguments: [String], _ held: HeldSnapshot,
    onFailure: @escaping @Sendable () -> Void
  ) throws(PostgresError) -> ArchiveProgram {
    let common = [
      "--format=custom", "--file=\(order.directory)/\(archive)", "--snapshot=\(held.id)",
      "--no-password", "--verbose", "--lock-wait-timeout=\(Snapshot.lockTimeoutSeconds)s",
      "--exclude-schema=temae",
    ]
    let order = ArchiveProgram.Order(
      name: "pg_dump", version: held.session.serverVersion / 10_000, arguments: common + arguments,
      environment: held.session.environment)
    let count = SharedCount()
    let onProgress = onProgress
    let program = try ArchiveProgram(
      order,
      onLine: { line in
        guard line.hasPrefix("pg_dump: dumping contents of table ") else { return }
        onProgress(.rows(tableCount: count.next()))
      }, onFailure: onFailure)
    stop.onStop { program.stop() }
    return program
  }

  /// Waits until pg_dump is gone, and lets the server know meanwhile that somebody is there.
  private func outlast(_ program: ArchiveProgram, _ held: HeldSnapshot) throws(PostgresError) {
    while !program.wait(seconds: HeldSnapshot.sayingSeconds) { try held.saySomething() }
    if let complaint = try program.complaint() { throw .notDumped(reason: complaint) }
  }

  // MARK: Our own session

  private func read(
    _ held: HeldSnapshot, _ target: TargetIdentity, _ wanted: [String]?,
    beside program: ArchiveProgram
  ) throws(PostgresError) -> DumpedDatabase {
    do {
      return try held.session.asking { session throws(Session.Trouble) in
        let snapshot = Snapshot(of: session)
        let statistics =
          order.kind.hasRows
          ? try WriteStatistics.read(session, of: held.tables.withRows.map(\.number)) : nil
        let catalog = try CatalogReader(snapshot: snapshot).read()
        return DumpedDatabase(
          source: try Self.source(held, target), tables: wanted, catalog: catalog,
          contents: try contents(held, wanted), movedSequences: [], statistics: statistics,
          dumpVersion: "", rowsOf: [:])
      }
    } catch {
      // Most often it was cancelled because pg_dump had failed.
      guard program.wait(seconds: 0), let complaint = try program.complaint() else { throw error }
      throw .notDumped(reason: complaint)
    }
  }

  private func contents(
    _ held: HeldSnapshot, _ wanted: [String]?
  ) throws(Session.Trouble) -> Contents? {
    guard order.kind.hasRows else { return nil }
    let names = wanted.map { _ in held.tables.withRows.map(\.name) + held.tables.sequences }
    let count = SharedCount()
    return try ContentReader(snapshot: Snapshot(of: held.session), names: names) {
      onProgress(.digesting(name: $0, number: count.next()))
    }.read()
  }

  /// What is known only once the archive is there.
  private func finish(
    _ dumped: inout DumpedDatabase, _ held: HeldSnapshot
  ) throws(PostgresError) {
    guard let contents = dumped.contents else { return }
    if let unread = contents.unread.first {
      throw .notDumped(reason: "\(unread.name) could not be counted and digested: \(unread.reason)")
    }
    if !order.isSingleFile {
      let names = Dictionary(held.tables.tables.map { ($0.number, $0.name) }) { first, _ in first }
      let directory = "\(order.directory)/\(archive)"
      let entries = try ArchiveEntries(of: directory, version: held.session.serverVersion / 10_000)
      dumped.rowsOf = entries.tables.compactMapValues { names[$0] }
    }
    guard !contents.sequences.isEmpty else { return }
    let names = contents.sequences.map(\.sequence)
    let now = try held.session.asking { session throws(Session.Trouble) in
      try ContentReader(snapshot: Snapshot(of: session), names: names, onTable: { _ in }).read()
    }
    dumped.movedSequences = now.sequences.filter { !contents.sequences.contains($0) }
  }

  private static func source(
    _ held: HeldSnapshot, _ target: TargetIdentity
  ) throws(Session.Trouble) -> BackupSource {
    let row = try held.session.ask(sourceQuery).first ?? []
    let roles = try held.session.ask(
      "select rolname from pg_roles where rolname !~ '^pg_' order by rolname collate \"C\"")
    func value(_ index: Int) -> String? { index < row.count ? row[index] : nil }
    return BackupSource(
      target: target, snapshot: held.id, walPosition: held.walPosition,
      databaseBytes: value(0).flatMap { Int($0) } ?? 0,
      locale: DatabaseLocale(
        encoding: value(1) ?? "", collate: value(2) ?? "", characterType: value(3) ?? "",
        icuLocale: value(4)),
      roles: roles.compactMap { $0.first ?? nil })
  }

  /// Where ICU's locale stands depends on the version.
  private static let sourceQuery = """
    select pg_database_size(d.oid), pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
      case when to_jsonb(d) ->> 'datlocprovider' = 'i'
        then coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') end
    from pg_database d where d.datname = current_database()
    """
}
