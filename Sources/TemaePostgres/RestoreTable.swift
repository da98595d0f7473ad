import TemaeCore

/// The table in which every restore in place leaves a row: what was true of the database before need
/// not be so any more, whatever a run has recorded, and whatever a marker says.
enum RestoreTable {
  /// Whether it is there.
  static func isThere(_ session: Session) throws(Session.Trouble) -> Bool {
    try session.askValue("select pg_catalog.to_regclass('temae.restore') is not null") == "t"
  }

  /// The newest restore, as far as the role may know.
  static func newest(_ session: Session) throws(Session.Trouble) -> DatabaseRestore? {
    let found = try session.askValueIfPermitted(
      "select pg_catalog.to_regclass('temae.restore') is not null")
    guard found == "t", let row = try session.askIfPermitted(newestQuery)?.first, row.count == 3,
      let at = row[0].flatMap({ Instant(canonical: $0) })
    else { return nil }
    return DatabaseRestore(at: at, run: row[1], activity: row[2])
  }

  /// Passes where a row can be left.
  static func requireWritable(_ session: Session) throws(PostgresError) {
    let isWritable = try session.asking { session throws(Session.Trouble) in
      try session.askValue(writableQuery) == "t"
    }
    guard isWritable else {
      throw .notReplaced(
        reason: "the role may not write into the schema temae, where a restore is noted for the "
          + "runs that it concerns. Restore as the schema's owner")
    }
  }

  /// Leaves a row, in the transaction that restores.
  ///
  /// - Parameters:
  ///   - order: The backup, and the block that restores it.
  ///   - session: The transaction.
  /// - Throws: ``Session/Trouble``.
  static func note(_ order: ReplaceOrder, _ session: Session) throws(Session.Trouble) {
    if try !isThere(session) { for statement in definition { try session.ask(statement) } }
    // The transaction began long before: the clock, and not its beginning, comes after all markers.
    _ = try session.ask(
      """
      insert into temae.restore (at, backup, run, activity)
      values (pg_catalog.clock_timestamp(), $1, $2, $3)
      """, [order.manifest.takenAt.description, order.block?.run, order.block?.activity])
  }

  /// By number, for clocks are set back.
  private static let newestQuery = """
    select pg_catalog.to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), run, activity
    from temae.restore order by number desc limit 1
    """

  private static let writableQuery = """
    select case
      when pg_catalog.to_regnamespace('temae') is null
        then pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create')
      when not pg_catalog.has_schema_privilege('temae', 'usage') then false
      when pg_catalog.to_regclass('temae.restore') is null
        then pg_catalog.has_schema_privilege('temae', 'create')
      else pg_catalog.has_table_privilege('temae.restore', 'insert')
    end
    """

  /// Everybody may read it: a run's role need not be the one that restores.
  private static let definition = [
    "create schema if not exists temae",
    """
    create table temae.restore (
      number bigint generated always as identity primary key,
      at timestamptz not null,
      backup text not null,
      run text,
      activity text
    )
    """,
    """
    comment on table temae.restore is
      'One row for each restore in place: when, the moment of the backup, and the block that did it.'
    """,
    "grant select on temae.restore to public",
    """
    do $$ begin
      if pg_catalog.pg_has_role(
        (select nspowner from pg_catalog.pg_namespace where nspname = 'temae'), 'usage')
      then grant usage on schema temae to public; end if;
    end $$
    """,
  ]
}
