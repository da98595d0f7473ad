/// The table in which every restore in place leaves a row: what markers from before it say of the
/// database is not so any more.
enum RestoreTable {
  /// Whether it is there.
  static func isThere(_ session: Session) throws(Session.Trouble) -> Bool {
    try session.askValue("select pg_catalog.to_regclass('temae.restore') is not null") == "t"
  }

  /// Leaves a row, in the transaction that restores; nothing where there are no markers.
  ///
  /// - Parameters:
  ///   - takenAt: When the backup was taken.
  ///   - session: The transaction.
  /// - Throws: ``Session/Trouble``.
  static func note(backupOf takenAt: String, _ session: Session) throws(Session.Trouble) {
    let hasMarkers =
      try session.askValue("select pg_catalog.to_regclass('temae.marker') is not null") == "t"
    guard hasMarkers else { return }
    if try !isThere(session) { for statement in definition { try session.ask(statement) } }
    // The transaction began long before: the clock, and not its beginning, comes after all markers.
    _ = try session.ask(
      "insert into temae.restore (at, backup) values (pg_catalog.clock_timestamp(), $1)", [takenAt])
  }

  private static let definition = [
    "create table temae.restore (at timestamptz not null, backup text not null)",
    """
    comment on table temae.restore is
      'One row for each restore in place: when, and when its backup was taken.'
    """,
  ]
}
