/// What is dropped of a database before a backup is restored in its place, in this order.
///
/// All that people made goes: what belongs to an extension stays with its extension, and the schema
/// `temae` with the markers stays. Each question is asked when what comes before it is gone.
enum DropStatements {
  /// SQL that yields statements, one a row.
  static let queries = [eventTriggers, relations, routines, types]

  private static let spaces = """
    (select oid, nspname from pg_namespace
      where nspname !~ '^pg_' and nspname not in ('information_schema', 'temae'))
    """

  private static func isOwn(_ table: String, _ number: String) -> String {
    """
    not exists (select from pg_depend e where e.classid = '\(table)'::regclass
      and e.objid = \(number) and e.objsubid = 0 and e.deptype in ('e', 'i'))
    """
  }

  private static let eventTriggers = """
    select format('drop event trigger %I', evtname) from pg_event_trigger t
    where \(isOwn("pg_event_trigger", "t.oid"))
    """

  /// Tables come first, and take their indexes, triggers, keys and views along; a partition goes with
  /// its table.
  private static let relations = """
    select format('drop %s if exists %I.%I cascade',
      case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
        else 'table' end, n.nspname, c.relname)
    from pg_class c join \(spaces) n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'S') and \(isOwn("pg_class", "c.oid"))
    order by position(c.relkind::text in 'prmvS'), c.oid
    """

  private static let routines = """
    select format('drop %s if exists %I.%I(%s) cascade',
      case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
      n.nspname, p.proname, case when p.prokind = 'a'
        then coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*')
        else pg_get_function_identity_arguments(p.oid) end)
    from pg_proc p join \(spaces) n on n.oid = p.pronamespace
    where \(isOwn("pg_proc", "p.oid")) order by position(p.prokind::text in 'a'), p.oid
    """

  private static let types = """
    select format('drop type if exists %I.%I cascade', n.nspname, t.typname)
    from pg_type t join \(spaces) n on n.oid = t.typnamespace
    left join pg_class c on c.oid = t.typrelid
    where (t.typtype in ('e', 'd', 'r', 'b') or c.relkind = 'c')
      and not exists (select from pg_type a where a.typarray = t.oid)
      and \(isOwn("pg_type", "t.oid")) order by t.oid
    """

  /// The schemas that are empty now; `public` stays where the backup has it, as `$1` says.
  static let schemas = """
    select format('drop schema %I', n.nspname) from \(spaces) n
    where not ($1::boolean and n.nspname = 'public')
      and not exists (select from pg_extension x where x.extnamespace = n.oid)
      and not exists (select from pg_depend d where d.refclassid = 'pg_namespace'::regclass
        and d.refobjid = n.oid and d.deptype = 'n' and d.classid <> 'pg_default_acl'::regclass)
      and \(isOwn("pg_namespace", "n.oid"))
    """

  /// What roles will be granted on what they make goes back to what it is for everybody.
  static let defaultPrivileges = """
    with found as (
      select d.oid, r.rolname, n.nspname, d.defaclacl, case d.defaclobjtype when 'r' then 'tables'
        when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
        else 'schemas' end as kind
      from pg_default_acl d join pg_roles r on r.oid = d.defaclrole
      left join pg_namespace n on n.oid = d.defaclnamespace
      where coalesce(n.nspname, '') <> 'temae'
    ), statements as (
      select oid, 1 as turn, format('alter default privileges for role %I%s revoke all on %s from %s',
        rolname, ' in schema ' || quote_ident(nspname), kind, g.name) as statement
      from found, lateral (
        select distinct case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee))
          end as name from aclexplode(defaclacl)) g
      union all
      select oid, 2, format('alter default privileges for role %I grant all on %s to %I',
        rolname, kind, rolname) from found where nspname is null
      union all
      select oid, 3, format('alter default privileges for role %I grant %s on %s to public',
        rolname, case kind when 'types' then 'usage' else 'execute' end, kind)
      from found where nspname is null and kind in ('functions', 'types')
    )
    select statement from statements order by oid, turn
    """
}
