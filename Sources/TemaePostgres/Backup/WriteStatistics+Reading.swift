import TemaeCore

extension WriteStatistics {
  /// Reads what the server has counted of writes to the tables of a database.
  ///
  /// - Parameters:
  ///   - session: A session with an empty search path.
  ///   - numbers: The tables that are wanted; all if `nil`.
  /// - Returns: The counts; `nil` where the server does not count.
  /// - Throws: ``Session/Trouble``.
  static func read(
    _ session: Session, of numbers: [String]? = nil
  ) throws(Session.Trouble) -> WriteStatistics? {
    guard try session.askValue("select pg_catalog.current_setting('track_counts')") == "on" else {
      return nil
    }
    let since = try session.askValue(sinceQuery) ?? ""
    var tables: [TableWrites] = []
    try session.stream(query) { _, row in
      func count(_ column: Int) -> Int { row[column].flatMap { Int($0) } ?? 0 }
      tables.append(
        TableWrites(
          table: row[0] ?? "", number: row[1] ?? "", inserted: count(2), updated: count(3),
          deleted: count(4)))
    }
    if let wanted = numbers.map(Set.init) { tables.removeAll { !wanted.contains($0.number) } }
    return WriteStatistics(since: since, tables: tables)
  }

  /// After a crash the server begins anew; only the cluster's own counters say when.
  private static let sinceQuery = """
    select pg_catalog.concat_ws(' ',
      extract(epoch from d.stats_reset)::pg_catalog.text,
      extract(epoch from b.stats_reset)::pg_catalog.text)
    from pg_catalog.pg_stat_database d, pg_catalog.pg_stat_bgwriter b
    where d.datname = pg_catalog.current_database()
    """

  private static let query = """
    select pg_catalog.format('%I.%I', n.nspname, c.relname), c.oid,
      pg_catalog.pg_stat_get_tuples_inserted(c.oid),
      pg_catalog.pg_stat_get_tuples_updated(c.oid),
      pg_catalog.pg_stat_get_tuples_deleted(c.oid)
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence <> 't'
      and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'temae')
    """
}
