import TemaeCore

/// One question to the catalog: its rows are objects of one kind.
///
/// The first three columns are the schema, the parent's name and the object's name; every further one
/// is a property called as the column, absent where it is null. All run with an empty search path, so
/// that the server qualifies every name that it writes out.
struct CatalogQuery {
  let kind: CatalogObject.Kind
  let sql: String

  /// A question over the common parts of ``preamble(_:)``.
  init(_ kind: CatalogObject.Kind, _ select: String, serverVersion: Int = 0) {
    self.kind = kind
    sql = Self.preamble + select
  }

  /// All questions that a server of this version understands.
  static func all(serverVersion: Int) -> [CatalogQuery] {
    relations(serverVersion) + code(serverVersion) + rights
  }

  /// Schemas and relations that people made.
  ///
  /// A composite type's relation belongs to an extension by way of its type.
  private static let preamble = """
    with spaces as (
      select oid, nspname, nspowner, nspacl from pg_namespace
      where nspname !~ '^pg_' and nspname not in ('information_schema', 'temae')
    ), relations as (
      select c.oid, c.relname, c.relkind, c.relowner, c.relacl, c.relpersistence, c.reloptions,
        c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relispartition, c.relpartbound,
        c.relispopulated, s.nspname, format('%I.%I', s.nspname, c.relname) as identity
      from pg_class c join spaces s on s.oid = c.relnamespace
      where not exists (
        select from pg_depend d where d.deptype = 'e' and d.objsubid = 0
          and (d.classid, d.objid) in (
            ('pg_class'::regclass::oid, c.oid), ('pg_type'::regclass::oid, c.reltype)))
    ), functions as (
      select p.*, s.nspname,
        format('%I.%I(%s)', s.nspname, p.proname, oidvectortypes(p.proargtypes)) as identity
      from pg_proc p join spaces s on s.oid = p.pronamespace
      where not exists (
        select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid
          and d.deptype = 'e')
    ), types as (
      select t.*, s.nspname, format('%I.%I', s.nspname, t.typname) as identity
      from pg_type t join spaces s on s.oid = t.typnamespace
      left join pg_class c on c.oid = t.typrelid
      where (t.typtype in ('e', 'd', 'r', 'b') or c.relkind = 'c')
        and not exists (select from pg_type e where e.typarray = t.oid)
        and not exists (
          select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid
            and d.deptype = 'e')
    )

    """

  /// The answer `yes` or `no` for a condition.
  static func yesNo(_ condition: String) -> String {
    "case when \(condition) then 'yes' else 'no' end"
  }

  /// The name of a role, for a column that holds its number.
  static func role(_ column: String) -> String {
    "(select r.rolname from pg_roles r where r.oid = \(column))"
  }
}
