import TemaeCore

/// Where an instant lies in a run's schedule.
struct RunClock {
  /// T; `nil` for a run that has none.
  let start: Instant?
  /// How long a minute of the schedule lasts.
  let minuteMicroseconds: Int

  init(_ state: RunState) {
    start = state.opened?.t0
    minuteMicroseconds = state.minuteMicroseconds
  }

  /// The schedule's own time: `T-58:12`, in minutes and seconds of the schedule, also where a minute
  /// of it lasts less than a minute; `nil` without a T.
  func position(_ instant: Instant) -> String? {
    start.map { "T" + TimeText.signed(scheduleMicroseconds(from: $0, to: instant)) }
  }

  /// The step's planned mark and the real time since: `T-60 +0:12`.
  ///
  /// - Parameters:
  ///   - instant: the instant to place.
  ///   - offset: the mark in minutes from T; `nil` stands for T itself.
  /// - Returns: `nil` without a T.
  func position(_ instant: Instant, from offset: Int?) -> String? {
    guard let start else { return nil }
    let mark = start.advanced(byMicroseconds: (offset ?? 0) * minuteMicroseconds)
    let distance = TimeText.signed(instant.microseconds(since: mark))
    return "\(offset.map(TimeText.offset) ?? "T") \(distance)"
  }

  /// Real microseconds in so many minutes of the schedule.
  func microseconds(minutes: Int) -> Int { minutes * minuteMicroseconds }

  private func scheduleMicroseconds(from start: Instant, to instant: Instant) -> Int {
    let real = instant.microseconds(since: start)
    guard minuteMicroseconds != 60_000_000 else { return real }
    let minutes = real.floorQuotient(minuteMicroseconds)
    let rest = real - minutes * minuteMicroseconds
    return minutes * 60_000_000 + rest * 60_000_000 / minuteMicroseconds
  }
}

extension RunClock {
  /// A budget in real microseconds: budgets shrink with the schedule's minutes.
  func budgetMicroseconds(seconds: Int) -> Int { seconds * minuteMicroseconds / 60 }
}
