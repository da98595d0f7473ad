/// How soon a connection that has gone silent is noticed, in seconds.
///
/// A connection string may set each number, as for any program of libpq; temae then looks as soon as
/// the kernel would, but never later than by its own numbers.
struct Keepalives {
  /// Temae's own numbers, where the string has none.
  static let own = Keepalives(idle: 15, interval: 5, count: 3)

  /// How long nothing may arrive before the other end is asked for a sign.
  var idle: Int
  /// How long until it is asked again.
  var interval: Int
  /// How many signs may be missing.
  var count: Int

  /// How long nothing may arrive before somebody looks at the server over another connection: when
  /// the kernel would have noticed a network that is gone.
  var lookSeconds: Int { idle + interval * count }
}

extension ConnectionString {
  /// What the string says, as far as it makes temae look sooner.
  var keepalives: Keepalives {
    let own = Keepalives.own
    return Keepalives(
      idle: sooner("keepalives_idle", own.idle),
      interval: sooner("keepalives_interval", own.interval),
      count: sooner("keepalives_count", own.count))
  }

  private func sooner(_ keyword: String, _ own: Int) -> Int {
    // Zero is the kernel's own number, which is two hours.
    guard let value = self[keyword].flatMap({ Int($0) }), value > 0 else { return own }
    return min(value, own)
  }
}
