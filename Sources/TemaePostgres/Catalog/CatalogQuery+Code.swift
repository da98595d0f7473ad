import TemaeCore

extension CatalogQuery {
  /// Extensions, types, functions, triggers, policies and rules.
  static func code(_ serverVersion: Int) -> [CatalogQuery] {
    [extensions, types, functions(serverVersion), triggers, policies, rules, eventTriggers]
  }

  private static let extensions = CatalogQuery(
    .extension,
    """
    select n.nspname, null, quote_ident(e.extname), e.extversion as version, n.nspname as schema
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    """)

  private static let types = CatalogQuery(
    .type,
    """
    select t.nspname, null, t.identity,
      case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range'
        when 'c' then 'composite' else 'base' end as kind,
      (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
        from pg_enum e where e.enumtypid = t.oid) as labels,
      case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as "baseType",
      case when t.typtype = 'd' then \(yesNo("t.typnotnull")) end as "notNull",
      case when t.typtype = 'd' then t.typdefault end as "default",
      case when t.typtype = 'd' and t.typcollation not in (0, (
        select b.typcollation from pg_type b where b.oid = t.typbasetype))
        then t.typcollation::regcollation::text end as collation,
      (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid) as "subtype",
      \(role("t.typowner")) as owner, obj_description(t.oid, 'pg_type') as comment
    from types t
    where not exists (select from pg_range r
      where to_jsonb(r) ->> 'rngmultitypid' = t.oid::text)
    """)

  private static func functions(_ serverVersion: Int) -> CatalogQuery {
    let body =
      serverVersion >= 140_000 ? "coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)" : "p.prosrc"
    return CatalogQuery(
      .function,
      """
      select p.nspname, null, p.identity,
        case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' when 'w' then 'window'
          else 'function' end as kind,
        pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as returns,
        (select l.lanname from pg_language l where l.oid = p.prolang) as language,
        case when p.prokind <> 'a' then \(body) end as body, p.probin as library,
        (select format('transition %s to %s, final %s, initial %s', a.aggtransfn,
            format_type(a.aggtranstype, null), a.aggfinalfn, coalesce(a.agginitval, 'none'))
          from pg_aggregate a where a.aggfnoid = p.oid) as aggregate,
        case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end
          as volatility,
        case when p.prosecdef then 'definer' else 'invoker' end as security,
        \(yesNo("p.proisstrict")) as strict, \(yesNo("p.proleakproof")) as leakproof,
        case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end
          as parallel,
        p.procost as cost, p.prorows as rows, array_to_string(p.proconfig, ', ') as settings,
        \(role("p.proowner")) as owner, obj_description(p.oid, 'pg_proc') as comment
      from functions p
      """)
  }

  private static let triggers = CatalogQuery(
    .trigger,
    """
    select c.nspname, c.identity, format('%s.%I', c.identity, t.tgname),
      pg_get_triggerdef(t.oid) as definition,
      case t.tgenabled when 'O' then 'enabled' when 'D' then 'disabled' when 'R' then 'replica'
        else 'always' end as state,
      obj_description(t.oid, 'pg_trigger') as comment
    from relations c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal
    """)

  private static let policies = CatalogQuery(
    .policy,
    """
    select c.nspname, c.identity, format('%s.%I', c.identity, p.polname),
      case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
        when 'd' then 'delete' else 'all' end as command,
      \(yesNo("p.polpermissive")) as permissive,
      (select string_agg(coalesce(quote_ident(r.rolname), 'public'), ', ' order by r.rolname)
        from unnest(p.polroles) role left join pg_roles r on r.oid = role) as roles,
      pg_get_expr(p.polqual, p.polrelid) as "using",
      pg_get_expr(p.polwithcheck, p.polrelid) as "check",
      obj_description(p.oid, 'pg_policy') as comment
    from relations c join pg_policy p on p.polrelid = c.oid
    """)

  private static let rules = CatalogQuery(
    .rule,
    """
    select c.nspname, c.identity, format('%s.%I', c.identity, r.rulename),
      pg_get_ruledef(r.oid) as definition,
      case r.ev_enabled when 'O' then 'enabled' when 'D' then 'disabled' when 'R' then 'replica'
        else 'always' end as state
    from relations c join pg_rewrite r on r.ev_class = c.oid where r.rulename <> '_RETURN'
    """)

  private static let eventTriggers = CatalogQuery(
    .eventTrigger,
    """
    select null, null, quote_ident(e.evtname), e.evtevent as event, e.evtfoid::regproc as function,
      array_to_string(e.evttags, ', ') as tags,
      case e.evtenabled when 'O' then 'enabled' when 'D' then 'disabled' when 'R' then 'replica'
        else 'always' end as state,
      \(role("e.evtowner")) as owner
    from pg_event_trigger e
    where not exists (
      select from pg_depend d where d.classid = 'pg_event_trigger'::regclass and d.objid = e.oid
        and d.deptype = 'e')
    """)
}
