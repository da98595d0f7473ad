import TemaeCore

extension CatalogQuery {
  /// Schemas, tables, their columns, constraints and indexes, views, sequences, statistics.
  static func relations(_ serverVersion: Int) -> [CatalogQuery] {
    [
      schemas, tables, columns(serverVersion), tableConstraints, domainConstraints, indexes,
      views, materializedViews, sequences, statistics,
    ]
  }

  private static let schemas = CatalogQuery(
    .schema,
    """
    select s.nspname, null, quote_ident(s.nspname), \(role("s.nspowner")) as owner,
      obj_description(s.oid, 'pg_namespace') as comment
    from spaces s
    where not exists (
      select from pg_depend d where d.classid = 'pg_namespace'::regclass and d.objid = s.oid
        and d.deptype = 'e')
    """)

  private static let tables = CatalogQuery(
    .table,
    """
    select c.nspname, null, c.identity,
      case c.relkind when 'p' then 'partitioned' when 'f' then 'foreign' else 'ordinary' end as kind,
      case c.relpersistence when 'u' then 'unlogged' end as persistence,
      case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as "partitionKey",
      (select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno)
        from pg_inherits i where i.inhrelid = c.oid) as "inherits",
      pg_get_expr(c.relpartbound, c.oid) as "partitionBound",
      \(yesNo("c.relrowsecurity")) as "rowSecurity",
      \(yesNo("c.relforcerowsecurity")) as "rowSecurityForced",
      array_to_string(array(select o from unnest(c.reloptions) o order by o collate "C"), ', ') as options,
      case c.relreplident when 'n' then 'nothing' when 'f' then 'full'
        when 'i' then 'index ' || coalesce((select i.indexrelid::regclass::text from pg_index i
          where i.indrelid = c.oid and i.indisreplident), '?')
        else 'default' end as "replicaIdentity",
      (select format('%I (%s)', s.srvname, array_to_string(f.ftoptions, ', '))
        from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver
        where f.ftrelid = c.oid) as server,
      \(role("c.relowner")) as owner, obj_description(c.oid, 'pg_class') as comment
    from relations c where c.relkind in ('r', 'p', 'f')
    """)

  private static func columns(_ serverVersion: Int) -> CatalogQuery {
    let compression =
      serverVersion >= 140_000
      ? "case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end" : "null::text"
    return CatalogQuery(
      .column,
      """
      select c.nspname, c.identity, format('%s.%I', c.identity, a.attname),
        format_type(a.atttypid, a.atttypmod) as type,
        case when not a.attnotnull then 'no'
          when exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'n'
            and k.conkey = array[a.attnum] and not k.convalidated) then 'not validated'
          else 'yes' end as "notNull",
        case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as "default",
        case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
        case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end as generated,
        case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end as "generatedHow",
        case when a.attcollation not in (0, t.typcollation) then a.attcollation::regcollation::text
          end as collation,
        case when a.attstorage <> t.typstorage then
          case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main'
            else 'extended' end end as storage,
        \(compression) as compression,
        case when a.attstattarget >= 0 then a.attstattarget::text end as statistics,
        array_to_string(array(select o from unnest(a.attoptions) o order by o collate "C"), ', ') as options,
        row_number() over (partition by c.oid order by a.attnum) as position,
        col_description(c.oid, a.attnum) as comment
      from relations c join pg_attribute a on a.attrelid = c.oid
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c')
      """)
  }

  /// Not-null constraints, which only newer servers name, are properties of their columns; a
  /// constraint trigger is a trigger.
  private static let tableConstraints = CatalogQuery(
    .constraint,
    """
    select c.nspname, c.identity, format('%s.%I', c.identity, k.conname),
      case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'c' then 'check'
        when 'f' then 'foreign key' when 'x' then 'exclusion' else k.contype::text end as kind,
      regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
      \(yesNo("k.convalidated")) as validated,
      case when k.contype in ('p', 'u', 'x') then pg_get_indexdef(k.conindid) end as "index",
      (select \(yesNo("i.indisvalid and i.indisready and i.indislive"))
        from pg_index i where i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x'))
        as "indexValid",
      case when k.contype = 'f' then (
        select string_agg(distinct case t.tgenabled when 'O' then 'enabled' when 'D' then 'disabled'
          when 'R' then 'replica' else 'always' end collate "C", ', ')
        from pg_trigger t where t.tgconstraint = k.oid) end as enforcement,
      obj_description(k.oid, 'pg_constraint') as comment
    from relations c join pg_constraint k on k.conrelid = c.oid
    where k.contype in ('p', 'u', 'c', 'f', 'x')
    """)

  private static let domainConstraints = CatalogQuery(
    .constraint,
    """
    select t.nspname, t.identity, format('%s.%I', t.identity, k.conname), 'check' as kind,
      regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
      \(yesNo("k.convalidated")) as validated
    from types t join pg_constraint k on k.contypid = t.oid where k.contype = 'c'
    """)

  private static let indexes = CatalogQuery(
    .index,
    """
    select c.nspname, c.identity, format('%I.%I', x.nspname, x.relname),
      pg_get_indexdef(x.oid) as definition,
      \(yesNo("i.indisvalid and i.indisready and i.indislive")) as valid,
      obj_description(x.oid, 'pg_class') as comment
    from relations c join pg_index i on i.indrelid = c.oid join relations x on x.oid = i.indexrelid
    where not exists (
      select from pg_constraint k where k.conindid = x.oid and k.contype in ('p', 'u', 'x'))
    """)

  private static let views = CatalogQuery(
    .view,
    """
    select c.nspname, null, c.identity, pg_get_viewdef(c.oid) as definition,
      array_to_string(array(select o from unnest(c.reloptions) o order by o collate "C"), ', ') as options,
      \(role("c.relowner")) as owner, obj_description(c.oid, 'pg_class') as comment
    from relations c where c.relkind = 'v'
    """)

  private static let materializedViews = CatalogQuery(
    .materializedView,
    """
    select c.nspname, null, c.identity, pg_get_viewdef(c.oid) as definition,
      \(yesNo("c.relispopulated")) as populated,
      array_to_string(array(select o from unnest(c.reloptions) o order by o collate "C"), ', ') as options,
      \(role("c.relowner")) as owner, obj_description(c.oid, 'pg_class') as comment
    from relations c where c.relkind = 'm'
    """)

  private static let sequences = CatalogQuery(
    .sequence,
    """
    select c.nspname, o.identity, c.identity, format_type(q.seqtypid, null) as type,
      q.seqstart as start, q.seqincrement as increment, q.seqmin as minimum, q.seqmax as maximum,
      q.seqcache as cache, \(yesNo("q.seqcycle")) as cycle,
      case c.relpersistence when 'u' then 'unlogged' end as persistence,
      o.identity || '.' || quote_ident(a.attname) as "ownedBy",
      \(role("c.relowner")) as owner, obj_description(c.oid, 'pg_class') as comment
    from relations c join pg_sequence q on q.seqrelid = c.oid
    left join (pg_depend d join relations o on o.oid = d.refobjid
      join pg_attribute a on a.attrelid = o.oid and a.attnum = d.refobjsubid)
      on d.classid = 'pg_class'::regclass and d.objid = c.oid
        and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
    """)

  private static let statistics = CatalogQuery(
    .statistics,
    """
    select s.nspname, c.identity, format('%I.%I', s.nspname, x.stxname),
      pg_get_statisticsobjdef(x.oid) as definition, \(role("x.stxowner")) as owner
    from pg_statistic_ext x join spaces s on s.oid = x.stxnamespace
    join relations c on c.oid = x.stxrelid
    """)
}
