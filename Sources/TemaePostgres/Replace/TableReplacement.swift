import TemaeCore

/// Replaces the rows of some tables by those of a backup, in one open transaction.
///
/// Foreign keys on them and to them are dropped and made again, so that the server checks each of them
/// as a whole. Triggers that people made do not fire: the rows were there before.
struct TableReplacement {
  let script: ScriptRestoring
  private var order: ReplaceOrder { script.order }
  private var session: Session { script.session }

  /// Does it; whoever ends the transaction says whether it ever was.
  ///
  /// - Parameter tables: The tables that are locked.
  /// - Returns: What is not as the backup says, or not as it was.
  /// - Throws: ``PostgresError``; then nothing may be committed.
  func run(_ tables: LockedTables) throws(PostgresError) -> [BackupFinding] {
    try tables.lock(.accessExclusive, session, seconds: order.lockWaitSeconds, stop: script.stop)
    let wanted = tables.wanted
    let numbers = "{" + wanted.map(\.number).joined(separator: ",") + "}"
    let rows = wanted.filter(\.hasRows).map(\.name)
    let (before, entries, again) = try session.replacing { session throws(Session.Trouble) in
      let catalog = try CatalogReader(snapshot: Snapshot(of: session)).read()
      let entries = try session.texts(Self.entriesQuery, [numbers])
      let again = try session.texts(Self.againQuery, [numbers])
      try session.carryOutAll(Self.awayQuery, [numbers])
      if !rows.isEmpty {
        let names = rows.map { "only \($0)" }.joined(separator: ", ")
        try session.carryOut("truncate \(names)")
      }
      return (catalog, entries, again)
    }
    try script.run({ .only($0.lines(beginningWith: entries)) }, into: rows)
    return try session.replacing { session throws(Session.Trouble) in
      try Snapshot.prepare(session)
      try session.set([("client_encoding", "UTF8")])
      for statement in again { try session.carryOut(statement) }
      try moveSequences(of: numbers)
      return try findings(rows, before)
    }
  }

  /// Sequences of these tables go on behind the restored rows, and never back.
  private func moveSequences(of numbers: String) throws(Session.Trouble) {
    for sequence in order.manifest.contents?.sequences ?? [] {
      try session.carryOutAll(
        Self.sequenceQuery,
        [numbers, sequence.sequence, sequence.lastValue, sequence.isCalled ? "t" : "f"])
    }
  }

  private func findings(
    _ rows: [String], _ before: Catalog
  ) throws(Session.Trouble) -> [BackupFinding] {
    let after = try CatalogReader(snapshot: Snapshot(of: session)).read()
    let schema = CatalogComparison(expected: before, found: after, rules: .equal)
    let contents = try script.contents(of: rows)
    let expected = order.manifest.contents ?? Contents(tables: [])
    return schema.differences.map {
      BackupFinding(.schema, $0.name, $0.lines.joined(separator: "; "))
    }
      + ContentDifference.differences(expected: expected.restricted(to: rows), found: contents).map
    {
      BackupFinding(.content, $0.name, $0.words)
    }
  }

  private static let keys = """
    from pg_constraint k where k.contype = 'f' and k.conparentid = 0
      and (k.conrelid = any ($1::oid[]) or k.confrelid = any ($1::oid[]))
    """

  private static let triggers = """
    from pg_trigger t where not t.tgisinternal and t.tgrelid = any ($1::oid[])
    """

  /// How the rows' entries in the archive begin.
  private static let entriesQuery = """
    select format('TABLE DATA %s %s ', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = any ($1::oid[])
    """

  private static let awayQuery = """
    select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) \(keys)
    union all
    select format('alter table only %s disable trigger %I', t.tgrelid::regclass, t.tgname)
    \(triggers)
    """

  /// What makes again what goes away; asked for before it does.
  private static let againQuery = """
    select format('alter table only %s %s trigger %I', t.tgrelid::regclass,
      case t.tgenabled when 'O' then 'enable' when 'R' then 'enable replica'
        when 'A' then 'enable always' else 'disable' end, t.tgname) \(triggers)
    union all
    select format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname,
      pg_get_constraintdef(k.oid)) \(keys)
    union all
    select format('comment on constraint %I on %s is %L', k.conname, k.conrelid::regclass,
      obj_description(k.oid, 'pg_constraint')) \(keys)
      and obj_description(k.oid, 'pg_constraint') is not null
    """

  /// Restarting is part of the transaction, unlike setting a value.
  private static let sequenceQuery = """
    select format('alter sequence %s restart with %s', d.objid::regclass, v.next)
    from pg_depend d join pg_sequence q on q.seqrelid = d.objid
    cross join lateral (select case $4 when 't' then $3::numeric + q.seqincrement
      else $3::numeric end as next) v
    cross join lateral (select case when s.last_value is null then q.seqstart::numeric
      else s.last_value::numeric + q.seqincrement end as next
      from pg_sequences s where format('%I.%I', s.schemaname, s.sequencename) = $2) now
    where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
      and d.deptype in ('a', 'i') and d.refobjid = any ($1::oid[])
      and d.objid = to_regclass($2) and v.next between q.seqmin and q.seqmax
      and (v.next - now.next) * sign(q.seqincrement) > 0
    """
}
