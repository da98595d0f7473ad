import TemaeCore

/// Counts and digests what tables hold, in a snapshot; the rows never leave the server.
///
/// The digest of a table adds up the two halves of every row's MD5: it depends on neither the order
/// of the rows nor that of the columns, and two equal rows do not cancel each other out.
struct ContentReader {
  let snapshot: Snapshot
  /// The tables and sequences to read, as ``TemaeCore/TableContent/table`` names them; all if `nil`.
  let names: [String]?
  /// Told about every table before it is read.
  let onTable: (String) -> Void

  private struct Relation {
    var identity: String
    var isSequence: Bool
    var isReadable: Bool
    var hasPolicies: Bool
    var columns: String
  }

  /// The content of everything asked for; a name that is no table's is among the unread.
  func read() throws(Session.Trouble) -> Contents {
    let relations = try relations()
    var tables: [TableContent] = []
    var sequences: [SequenceValue] = []
    var unread = missing(relations)
    for relation in relations {
      onTable(relation.identity)
      switch try answer(relation) {
      case .failure(let reason): unread.append(.init(name: relation.identity, reason: reason.text))
      case .success(let row) where relation.isSequence:
        sequences.append(
          SequenceValue(
            sequence: relation.identity, lastValue: row[0] ?? "", isCalled: row[1] == "t"))
      case .success(let row):
        tables.append(
          TableContent(
            table: relation.identity, rows: row[0].flatMap { Int($0) } ?? 0, digest: row[1] ?? ""))
      }
    }
    return Contents(tables: tables, sequences: sequences, unread: unread)
  }

  private struct Reason: Error { var text: String }

  /// The only row of the relation's question, or why there is none.
  private func answer(_ relation: Relation) throws(Session.Trouble) -> Result<[String?], Reason> {
    guard relation.isReadable else {
      return .failure(Reason(text: "the role may not read it"))
    }
    guard !relation.hasPolicies else {
      return .failure(Reason(text: "row security would hide rows from the role"))
    }
    let session = snapshot.session
    try session.ask("savepoint content")
    let question = relation.isSequence ? Self.value(of: relation) : Self.digest(of: relation)
    switch session.send(question) {
    case .done(let done): return .success(done.table?.rows.first ?? [nil, nil])
    case .broken(let message): throw Session.Trouble(message: message, isBroken: true)
    case .refused(let message):
      // Somebody ended the question: that says nothing about the table.
      guard message.state != "57014" else {
        throw Session.Trouble(message: message, isBroken: false)
      }
      try session.ask("rollback to content")
      let isLocked = message.state == "55P03"
      let reason =
        isLocked
        ? "another session held a lock on it for \(Snapshot.lockTimeoutSeconds) s"
        : "\(message.message) (\(message.state))"
      return .failure(Reason(text: reason))
    }
  }

  private func missing(_ relations: [Relation]) -> [UnreadContent] {
    let known = Set(relations.map { Array($0.identity.utf8) })
    return (names ?? []).filter { !known.contains(Array($0.utf8)) }.map {
      UnreadContent(name: $0, reason: "there is no such table")
    }
  }

  private func relations() throws(Session.Trouble) -> [Relation] {
    var relations: [Relation] = []
    try snapshot.session.stream(Self.relationsQuery) { _, row in
      relations.append(
        Relation(
          identity: row[0] ?? "", isSequence: row[1] == "t", isReadable: row[2] == "t",
          hasPolicies: row[3] == "t", columns: row[4] ?? ""))
    }
    guard let names else { return relations }
    let wanted = Set(names.map { Array($0.utf8) })
    return relations.filter { wanted.contains(Array($0.identity.utf8)) }
  }

  /// Tables that hold rows of their own, and sequences; what extensions keep in tables is content,
  /// but theirs.
  private static let relationsQuery = """
    select format('%I.%I', n.nspname, c.relname), c.relkind = 'S',
      has_schema_privilege(n.oid, 'usage') and case when c.relkind = 'S'
        then has_sequence_privilege(c.oid, 'select') else has_table_privilege(c.oid, 'select') end,
      case when c.relkind = 'r' then row_security_active(c.oid) else false end,
      (select string_agg(format('t.%I', a.attname), ', ' order by a.attname collate "C")
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'S') and c.relpersistence <> 't'
      and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'temae')
      and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
          and d.objsubid = 0 and d.deptype = 'e')
    order by n.nspname collate "C", c.relname collate "C"
    """

  private static func value(of relation: Relation) -> String {
    "select last_value, is_called from \(relation.identity)"
  }

  private static func digest(of relation: Relation) -> String {
    """
    select pg_catalog.count(*), pg_catalog.md5(pg_catalog.concat_ws(' ', pg_catalog.count(*),
      pg_catalog.sum(('x' || pg_catalog.left(d.h, 16))::bit(64)::bigint),
      pg_catalog.sum(('x' || pg_catalog.right(d.h, 16))::bit(64)::bigint)))
    from (select pg_catalog.md5(row(\(relation.columns))::text) as h from only \(relation.identity) t
      offset 0) d
    """
  }
}
