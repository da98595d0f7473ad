import TemaeCore

extension Session {
  /// Says who held the lock that a question of ours could not get in time.
  ///
  /// - Parameters:
  ///   - trouble: What the server said; the transaction is over.
  ///   - what: What did not come about.
  ///   - seconds: How long it waited.
  /// - Returns: The trouble in these words, with the holders.
  /// - Throws: ``Trouble`` where they cannot be asked for.
  func naming(
    holdersOf trouble: Trouble, _ what: String, seconds: Int
  ) throws(Trouble) -> Trouble {
    var trouble = trouble
    let holders = try ask(Self.holdersQuery).compactMap { $0.first ?? nil }
    trouble.message.message =
      "\(what), because a lock was not to be had in \(seconds) s: "
      + (holders.isEmpty ? "its holder is gone, try again" : holders.joined(separator: "; "))
    return trouble
  }

  private static let holdersQuery = """
    select format('process %s (%s, %s) holds %s', a.pid, a.usename, a.application_name,
      string_agg(distinct l.relation::regclass::text, ', '))
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.granted and l.mode = 'AccessExclusiveLock' and l.locktype = 'relation'
      and l.database = (select oid from pg_database where datname = current_database())
    group by a.pid, a.usename, a.application_name order by a.pid limit 5
    """
}
