public import TemaeCore

/// Looks at the indexes that a concurrent statement is about, in the catalog and at nobody's cost.
struct IndexInspection {
  let statement: ConcurrentIndex

  func run(_ session: Session) throws(PostgresError) -> IndexReport {
    try session.asking { session throws(Session.Trouble) in
      try session.set([("lock_timeout", "\(Connecting.lockTimeoutSeconds)s")])
      var indexes = try sightings(session)
      if statement.kind == .create, let index = indexes.first, index.isValid {
        indexes[0].matches = try matches(index, session)
      }
      return IndexReport(indexes: indexes, builders: try builders(session))
    }
  }

  // MARK: What is there

  private func sightings(_ session: Session) throws(Session.Trouble) -> [IndexSighting] {
    let rows = try session.ask(
      """
      select i.indexrelid::pg_catalog.int8, pg_catalog.format('%I.%I', n.nspname, c.relname),
        i.indisvalid, \(subject)
      from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where \(condition) order by i.indexrelid
      """, parameters)
    return rows.compactMap { row in
      let cells = row.compactMap(\.self)
      guard cells.count == 4, let number = Int(cells[0]) else { return nil }
      return IndexSighting(
        isValid: cells[2] == "t", name: cells[1], objectID: number, isSubject: cells[3] == "t")
    }
  }

  /// A new index lies in its table's schema, whatever the search path says.
  private var parameters: [String?] {
    statement.kind == .create ? [statement.name, statement.table] : [statement.name]
  }

  private var condition: String {
    switch statement.kind {
    case .create:
      """
      c.relname = (pg_catalog.parse_ident($1))[1]::pg_catalog.name and c.relnamespace = (
        select t.relnamespace from pg_catalog.pg_class t
        where t.oid = pg_catalog.to_regclass($2))
      """
    case .drop: "i.indexrelid = pg_catalog.to_regclass($1)"
    case .reindexIndex:
      """
      i.indexrelid = pg_catalog.to_regclass($1) or (not i.indisvalid and \(Self.isHalf)
        and i.indrelid = (select o.indrelid from pg_catalog.pg_index o
          where o.indexrelid = pg_catalog.to_regclass($1)))
      """
    case .reindexTable:
      """
      i.indrelid = pg_catalog.to_regclass($1) or i.indrelid = (
        select t.reltoastrelid from pg_catalog.pg_class t
        where t.oid = pg_catalog.to_regclass($1))
      """
    }
  }

  /// A rebuild of a table passes over invalid indexes and exclusion constraints.
  private var subject: String {
    switch statement.kind {
    case .create, .drop: "true"
    case .reindexIndex: "i.indexrelid = pg_catalog.to_regclass($1)"
    case .reindexTable: "i.indisvalid and not i.indisexclusion"
    }
  }

  /// The new half and the old half of a rebuild, as the server names them.
  private static let isHalf = "c.relname ~ '_cc(new|old)[0-9]*$'"

  // MARK: Who builds

  private func builders(_ session: Session) throws(Session.Trouble) -> [String] {
    guard statement.kind != .drop, session.serverVersion >= 120_000 else { return [] }
    let isIt =
      switch statement.kind {
      case .create, .drop: "p.index_relid = i.indexrelid"
      case .reindexIndex, .reindexTable: "p.relid = i.indrelid"
      }
    let rows = try session.ask(
      """
      select distinct pg_catalog.format('pid %s, %s', p.pid, p.phase)
      from pg_catalog.pg_stat_progress_create_index p, pg_catalog.pg_index i
        join pg_catalog.pg_class c on c.oid = i.indexrelid
      where p.datname = pg_catalog.current_database() and \(isIt) and (\(condition))
      """, parameters)
    return rows.compactMap { $0.first ?? nil }
  }

  // MARK: Whether it is the one

  /// Whether the index is what the statement describes.
  ///
  /// The server itself says how it understands the statement, on an empty table of the same columns;
  /// both are undone. `nil` where it cannot: a role that may not make temporary tables, say.
  private func matches(
    _ index: IndexSighting, _ session: Session
  ) throws(Session.Trouble) -> Bool? {
    try session.ask("begin")
    let answer: String?
    do {
      try session.ask("create temporary table temae_like (like \(statement.table ?? ""))")
      try session.ask(
        "create \(statement.isUnique ? "unique " : "")index temae_like_index on pg_temp.temae_like "
          + statement.definition)
      answer = try session.askValue(Self.comparison, [String(index.objectID)])
    } catch {
      guard !error.isBroken else { throw error }
      answer = nil
    }
    try session.ask("rollback")
    return answer.map { $0 == "t" }
  }

  /// What follows the tables' names in both definitions.
  private static let comparison = """
    with d as (
      select i.indisunique, i.indexrelid = $1::pg_catalog.oid as is_it,
        pg_catalog.pg_get_indexdef(i.indexrelid) as text,
        pg_catalog.quote_ident(t.relname) || ' USING ' as place
      from pg_catalog.pg_index i join pg_catalog.pg_class t on t.oid = i.indrelid
      where i.indexrelid in ($1::pg_catalog.oid, 'pg_temp.temae_like_index'::pg_catalog.regclass)
    ), e as (
      select indisunique, is_it, pg_catalog.substr(
        text, pg_catalog.strpos(text, place) + pg_catalog.length(place)) as text from d
    )
    select a.indisunique = b.indisunique and a.text = b.text from e a, e b
    where a.is_it and not b.is_it
    """
}

extension PostgresDatabase {
  /// Looks at the indexes that a concurrent statement is about.
  ///
  /// - Parameters:
  ///   - connection: A libpq connection string or URI.
  ///   - pinned: The target of the run; nothing is concluded from another one.
  ///   - statement: What was or will be sent.
  /// - Returns: The indexes, and who still builds one of them.
  /// - Throws: ``PostgresError`` when the question cannot be answered.
  public func indexes(
    connection: String, pinned: Pin?, of statement: ConcurrentIndex
  ) async throws(PostgresError) -> IndexReport {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      try session.require(pinned)
      return try IndexInspection(statement: statement).run(session)
    }
  }
}
