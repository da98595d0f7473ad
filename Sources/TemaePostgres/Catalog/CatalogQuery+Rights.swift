import TemaeCore

extension CatalogQuery {
  /// What roles may do, and will be granted.
  ///
  /// Where nothing was granted the built-in privileges hold, so that a `revoke … from public` is a
  /// difference. The owner's own privileges are named `its owner`, whoever that is.
  static let rights = [grants, defaultPrivileges]

  private static let grants = CatalogQuery(
    .grant,
    """
    , granted (nspname, parent, object, owner, acl) as (
      select s.nspname, quote_ident(s.nspname), 'schema ' || quote_ident(s.nspname), s.nspowner,
        coalesce(s.nspacl, acldefault('n', s.nspowner)) from spaces s
      union all
      select c.nspname, c.identity,
        case c.relkind when 'S' then 'sequence ' else 'table ' end || c.identity, c.relowner,
        coalesce(c.relacl,
          acldefault((case c.relkind when 'S' then 's' else 'r' end)::"char", c.relowner))
      from relations c where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
      union all
      select c.nspname, c.identity, format('column %s.%I', c.identity, a.attname), c.relowner,
        a.attacl
      from relations c join pg_attribute a on a.attrelid = c.oid
      where a.attacl is not null and not a.attisdropped
      union all
      select p.nspname, p.identity, 'function ' || p.identity, p.proowner,
        coalesce(p.proacl, acldefault('f', p.proowner)) from functions p
      union all
      select t.nspname, t.identity, 'type ' || t.identity, t.typowner,
        coalesce(t.typacl, acldefault('T', t.typowner)) from types t
    )
    select g.nspname, g.parent, format('%s to %s', g.object,
        case when a.grantee = 0 then 'public' when a.grantee = g.owner then 'its owner'
          else quote_ident(r.rolname) end),
      string_agg(distinct (lower(a.privilege_type)
        || case when a.is_grantable then ' with grant option' else '' end) collate "C", ', ')
        as privileges
    from granted g cross join aclexplode(g.acl) a left join pg_roles r on r.oid = a.grantee
    group by g.nspname, g.parent, g.object, g.owner, a.grantee, r.rolname
    """)

  private static let defaultPrivileges = CatalogQuery(
    .defaultPrivileges,
    """
    select s.nspname, null, format('for role %I%s on %s to %s', o.rolname,
        ' in schema ' || quote_ident(s.nspname),
        case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then
          'functions' when 'T' then 'types' when 'n' then 'schemas' else d.defaclobjtype::text end,
        case when a.grantee = 0 then 'public' when a.grantee = d.defaclrole then 'its owner'
          else quote_ident(r.rolname) end),
      string_agg(distinct (lower(a.privilege_type)
        || case when a.is_grantable then ' with grant option' else '' end) collate "C", ', ')
        as privileges
    from pg_default_acl d join pg_roles o on o.oid = d.defaclrole
    left join spaces s on s.oid = d.defaclnamespace
    cross join aclexplode(d.defaclacl) a left join pg_roles r on r.oid = a.grantee
    where d.defaclnamespace = 0 or s.oid is not null
    group by s.nspname, o.rolname, d.defaclobjtype, d.defaclrole, a.grantee, r.rolname
    """)
}
