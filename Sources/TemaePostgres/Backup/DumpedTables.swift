import TemaeCore

/// The tables of a database that are dumped: locked before the snapshot, and the same ones in it.
struct DumpedTables {
  /// One of them.
  struct Table: Hashable {
    var number: String
    /// The name as SQL writes it, with its schema.
    var name: String
    /// The name as a pattern of pg_dump that matches nothing else.
    var pattern: String
    var hasRows: Bool
    var isReadable: Bool
  }

  let tables: [Table]
  /// The sequences that belong to columns of these tables.
  let sequences: [String]

  /// The tables that hold rows of their own.
  var withRows: [Table] { tables.filter(\.hasRows) }

  /// Finds them.
  ///
  /// - Parameters:
  ///   - session: A session with an empty search path.
  ///   - names: The tables that are wanted, with their schemas; all if `nil`.
  /// - Throws: ``Session/Trouble``.
  init(_ session: Session, of names: [String]?) throws(Session.Trouble) {
    var tables: [Table] = []
    try session.stream(Self.query) { _, row in
      tables.append(
        Table(
          number: row[0] ?? "", name: row[1] ?? "", pattern: row[2] ?? "", hasRows: row[3] == "t",
          isReadable: row[4] == "t"))
    }
    var sequences: [(name: String, table: String)] = []
    try session.stream(Self.sequenceQuery) { _, row in
      sequences.append((row[0] ?? "", row[1] ?? ""))
    }
    if let names {
      let wanted = Set(names.map { Array($0.utf8) })
      tables.removeAll { !wanted.contains(Array($0.name.utf8)) }
    }
    let numbers = Set(tables.map(\.number))
    self.tables = tables
    self.sequences = sequences.filter { numbers.contains($0.table) }.map(\.name)
  }

  /// Locks all of them against changes of their definitions, and against being emptied.
  func lock(_ session: Session) throws(Session.Trouble) {
    guard !tables.isEmpty else { return }
    let names = tables.map { "only \($0.name)" }.joined(separator: ", ")
    try session.ask("lock table \(names) in access share mode")
  }

  /// Why not all of them can be dumped; `nil` when nothing is in the way.
  var obstacle: String? {
    let unreadable = tables.filter { !$0.isReadable }.map(\.name)
    guard !unreadable.isEmpty else { return nil }
    let shown = unreadable.prefix(5).joined(separator: ", ")
    let more = unreadable.count > 5 ? " and \(unreadable.count - 5) more" : ""
    return "the role may not read all rows of \(shown)\(more). Back up as a role that may (one "
      + "with pg_read_all_data, and BYPASSRLS where row security is on)"
  }

  /// The names under which a person's names are known, with the partitions of what is divided.
  ///
  /// - Parameters:
  ///   - names: The names as typed.
  ///   - session: A session with the role's own search path.
  /// - Returns: The names as SQL writes them.
  /// - Throws: ``PostgresError/notDumped(reason:)`` for a name that is no table's.
  static func resolve(_ names: [String], _ session: Session) throws(PostgresError) -> [String] {
    var resolved: [String] = []
    for name in names {
      let rows = try session.asking { session throws(Session.Trouble) in
        switch session.send(resolveQuery, [name]) {
        case .done(let done): return done.table?.rows ?? []
        // Not even a name.
        case .refused: return []
        case .broken(let message): throw Session.Trouble(message: message, isBroken: true)
        }
      }
      let found = rows.compactMap { $0.first ?? nil }
      guard !found.isEmpty else {
        throw .notDumped(
          reason: "there is no table \(name). A name with capitals or blanks is quoted as in SQL: "
            + "--table 'public.\"Order lines\"'")
      }
      resolved += found.filter { !resolved.contains($0) }
    }
    return resolved
  }

  private static let resolveQuery = """
    select pg_catalog.format('%I.%I', n.nspname, c.relname)
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and (c.oid = pg_catalog.to_regclass($1)
      or c.oid in (
        select relid from pg_catalog.pg_partition_tree(pg_catalog.to_regclass($1))))
    order by c.oid
    """

  private static let query = """
    select c.oid, format('%I.%I', n.nspname, c.relname),
      format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""')),
      c.relkind = 'r',
      has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
        and not row_security_active(c.oid)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and c.relpersistence <> 't'
      and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'temae')
      and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
          and d.objsubid = 0 and d.deptype = 'e')
    order by c.oid
    """

  private static let sequenceQuery = """
    select format('%I.%I', n.nspname, c.relname), d.refobjid
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
      and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
    where c.relkind = 'S' order by c.oid
    """
}
