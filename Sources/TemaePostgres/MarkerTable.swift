/// The table in which every transactional change leaves a row, made by `temae target init`.
enum MarkerTable {
  /// Makes the table unless it is there; says whether it made it.
  static func make(_ session: Session) throws(PostgresError) -> Bool {
    let (isNew, isOurs) = try session.asking { session throws(Session.Trouble) in
      try session.set([("lock_timeout", "\(Connecting.lockTimeoutSeconds)s")])
      try session.ask("begin")
      // Two at once: `if not exists` alone can fail on the catalog's own keys.
      try session.ask(
        "select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('temae.marker'))")
      let isNew =
        try session.askValue("select pg_catalog.to_regclass('temae.marker') is null") == "t"
      if isNew { for statement in definition { try session.ask(statement) } }
      let isOurs = try session.askValue(check) == "t"
      try session.ask(isOurs ? "commit" : "rollback")
      return (isNew, isOurs)
    }
    guard isOurs else { throw .foreignMarkerTable }
    return isNew
  }

  private static let definition = [
    "create schema if not exists temae",
    """
    create table temae.marker (
      run text not null,
      activity text not null,
      attempt int4 not null,
      outcome text not null check (outcome in ('done', 'void')),
      at timestamptz not null default pg_catalog.now(),
      primary key (run, activity, attempt)
    )
    """,
    """
    comment on table temae.marker is
      'One row for each settled attempt of a SQL change: done with its transaction, or void for ever.'
    """,
  ]

  /// The primary key is what safety rests on.
  private static let check = """
    select exists (
      select from pg_catalog.pg_index i
      where i.indrelid = pg_catalog.to_regclass('temae.marker') and i.indisprimary
        and pg_catalog.pg_get_indexdef(i.indexrelid) like '%(run, activity, attempt)'
    ) and (
      select pg_catalog.count(*) = 2 from pg_catalog.pg_attribute a
      where a.attrelid = pg_catalog.to_regclass('temae.marker') and a.attname in ('outcome', 'at')
    )
    """
}
