import TemaeCore

/// What keeps a database from being replaced in place, found before anything is locked.
///
/// Whatever verifying a backup does not compare is not dropped either, for nobody could say that the
/// copy has it.
struct ReplaceObstacles {
  private static let shownCount = 5
  private let found: [String]

  /// Looks for them.
  ///
  /// - Parameters:
  ///   - session: A session with an empty search path.
  ///   - catalog: The schema of the backup, to which an extension that differs is put back.
  /// - Throws: ``PostgresError`` where the server cannot be asked.
  init(_ session: Session, _ catalog: Catalog) throws(PostgresError) {
    found = try session.asking { session throws(Session.Trouble) in
      var found: [String] = []
      let version = session.serverVersion
      for query in [Self.uncompared(version), Self.foreignOwners, Self.temporary] {
        found += try session.ask(query).compactMap { $0.first ?? nil }
      }
      for other in try InstalledExtension.all(session) where !other.isIn(catalog) && other.hasRows {
        found.append("extension \(other.name), which keeps rows of its own and is not as it was")
      }
      return found
    }
  }

  /// Passes where there are none.
  func require() throws(PostgresError) {
    guard !found.isEmpty else { return }
    let more = found.count > Self.shownCount ? " and \(found.count - Self.shownCount) more" : ""
    throw .notReplaced(
      reason: "it has what cannot be put back in place: "
        + found.prefix(Self.shownCount).joined(separator: "; ") + more
        + ". Restore by hand with pg_restore into an empty database")
  }

  private static let spaces = """
    (select oid from pg_namespace
      where nspname !~ '^pg_' and nspname not in ('information_schema', 'temae'))
    """

  /// Kinds of objects that no comparison of schemas knows.
  private static func uncompared(_ version: Int) -> String {
    let inSpaces = [
      "pg_operator": "oprnamespace", "pg_opclass": "opcnamespace", "pg_opfamily": "opfnamespace",
      "pg_collation": "collnamespace", "pg_conversion": "connamespace",
      "pg_ts_config": "cfgnamespace", "pg_ts_dict": "dictnamespace",
      "pg_ts_parser": "prsnamespace", "pg_ts_template": "tmplnamespace",
    ].map { own($0.key, "\($0.value) in \(spaces)") }
    // Numbers below are those of the server's own objects.
    let outside = [
      "pg_cast", "pg_foreign_data_wrapper", "pg_foreign_server", "pg_transform", "pg_language",
      "pg_am",
    ].map { own($0, "oid >= 16384") }
    let listed =
      version >= 150_000
      ? ["pg_publication_rel", "pg_publication_namespace"] : ["pg_publication_rel"]
    return (inSpaces.sorted() + outside + listed.map { own($0, "true") } + others)
      .joined(separator: "\nunion all ")
  }

  private static func own(_ table: String, _ condition: String) -> String {
    """
    select pg_describe_object('\(table)'::regclass, o.oid, 0) from \(table) o
    where \(condition) and not exists (select from pg_depend e
      where e.classid = '\(table)'::regclass and e.objid = o.oid and e.deptype in ('e', 'i'))
    """
  }

  private static let others = [
    "(select format('large object %s', oid) from pg_largeobject_metadata limit 6)",
    """
    select format('subscription %I', subname) from pg_subscription where subdbid = (
      select oid from pg_database where datname = current_database())
    """,
    """
    select format('the security label of %s', pg_describe_object(classoid, objoid, objsubid))
    from pg_seclabel
    """,
  ]

  /// What only its owner drops.
  private static let foreignOwners = """
    select format('%s, which belongs to %s', pg_describe_object(class, oid, 0),
      pg_get_userbyid(owner))
    from (
      select 'pg_class'::regclass as class, oid, relowner as owner from pg_class
        where relnamespace in \(spaces) and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
      union all
      select 'pg_proc'::regclass, oid, proowner from pg_proc where pronamespace in \(spaces)
      union all
      select 'pg_type'::regclass, oid, typowner from pg_type
        where typnamespace in \(spaces) and typtype <> 'c' and typcategory <> 'A'
      union all
      select 'pg_namespace'::regclass, oid, nspowner from pg_namespace
        where oid in \(spaces) and nspname <> 'public'
      union all
      select 'pg_event_trigger'::regclass, oid, evtowner from pg_event_trigger
    ) o
    where not pg_has_role(owner, 'usage') and not exists (
      select from pg_depend e where e.classid = o.class and e.objid = o.oid
        and e.deptype in ('e', 'i'))
    """

  /// Other sessions' temporary relations would go along with what they are made of.
  private static let temporary = """
    select distinct format('%s, a temporary one of a session', pg_describe_object(
      'pg_class'::regclass, v.oid, 0))
    from pg_class v join pg_namespace n on n.oid = v.relnamespace and n.nspname ~ '^pg_temp_'
    left join pg_rewrite r on r.ev_class = v.oid
    left join pg_attrdef a on a.adrelid = v.oid
    join pg_depend d on (d.classid, d.objid) in (
      ('pg_class'::regclass::oid, v.oid), ('pg_rewrite'::regclass::oid, r.oid),
      ('pg_attrdef'::regclass::oid, a.oid))
    where case d.refclassid
      when 'pg_class'::regclass then d.refobjid in (
        select oid from pg_class where relnamespace in \(spaces))
      when 'pg_type'::regclass then d.refobjid in (
        select oid from pg_type where typnamespace in \(spaces))
      when 'pg_proc'::regclass then d.refobjid in (
        select oid from pg_proc where pronamespace in \(spaces)) end
    """
}
