/// Every object of a database's schema, and which transaction wrote its definition last.
///
/// What is dropped is what a copy was made of: so it must not have changed in between, not even by an
/// object that nobody can lock, such as a function. Whoever compares two of these knows.
struct SchemaFingerprint {
  private let objects: Set<Object>

  private struct Object: Hashable {
    var words: String
    var key: String
  }

  /// Reads it, as the session sees the catalog.
  init(_ session: Session) throws(Session.Trouble) {
    var objects: Set<Object> = []
    try session.stream(Self.query) { _, row in
      objects.insert(Object(words: row[0] ?? "", key: row[1] ?? ""))
    }
    self.objects = objects
  }

  /// The objects that are not as they were, by name; empty where nothing changed.
  func changes(in later: SchemaFingerprint) -> [String] {
    Set(objects.symmetricDifference(later.objects).map(\.words)).sorted()
  }

  /// Vacuuming, analyzing and counting up a sequence leave all of it alone.
  ///
  /// Triggers, policies, indexes and constraints of tables are left out: nobody alters them while the
  /// table is locked. A materialized view that is filled anew gets another file, and stays itself.
  private static let query = """
    with spaces as (
      select oid from pg_namespace
      where nspname !~ '^pg_' and nspname not in ('information_schema', 'temae')
    ), relations as (
      select oid, relkind, xmin from pg_class where relnamespace in (select oid from spaces)
    ), objects (class, object, part) as (
      select 'pg_namespace'::regclass, oid, xmin::text from pg_namespace
        where oid in (select oid from spaces)
      union all
      select 'pg_class'::regclass, oid, case relkind when 'm' then '' else xmin::text end
        from relations where relkind not in ('i', 'I')
      union all
      select 'pg_class'::regclass, attrelid, format('column %s %s', attnum, xmin) from pg_attribute
        where attrelid in (select oid from relations where relkind not in ('i', 'I')) and attnum > 0
      union all
      select 'pg_class'::regclass, ev_class, format('rule %s %s', oid, xmin) from pg_rewrite
        where ev_class in (select oid from relations)
      union all
      select 'pg_proc'::regclass, oid, xmin::text from pg_proc
        where pronamespace in (select oid from spaces)
      union all
      select 'pg_type'::regclass, oid, xmin::text from pg_type
        where typnamespace in (select oid from spaces) and typtype <> 'c' and typcategory <> 'A'
      union all
      select 'pg_type'::regclass, enumtypid, format('label %s %s', oid, xmin) from pg_enum
      union all
      select 'pg_type'::regclass, contypid, format('constraint %s %s', oid, xmin) from pg_constraint
        where contypid <> 0
      union all
      select 'pg_statistic_ext'::regclass, oid, xmin::text from pg_statistic_ext
      union all
      select 'pg_event_trigger'::regclass, oid, xmin::text from pg_event_trigger
      union all
      select 'pg_default_acl'::regclass, oid, xmin::text from pg_default_acl
      union all
      select 'pg_extension'::regclass, oid, xmin::text from pg_extension
      union all
      select classoid::regclass, objoid, format('comment %s %s', objsubid, xmin)
        from pg_description where objoid >= 16384
    )
    select coalesce(pg_describe_object(class, object, 0), 'an object that is gone'),
      format('%s %s %s', class::oid, object, part)
    from objects
    """
}
