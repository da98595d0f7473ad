import TemaeCore

/// Round instants along a stretch of time, for the scale of a picture.
struct TimeTicks {
  /// The distances that people read easily, in seconds.
  private static let steps = [
    1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  ]

  /// At most ten of them.
  let instants: [Instant]

  init(from start: Instant, lasting microseconds: Int) {
    let seconds = microseconds / 1_000_000
    let days = max(1, (seconds / 86_400 + 9) / 10)
    let step = Self.steps.first { seconds / $0 < 10 } ?? 86_400 * days
    let length = step * 1_000_000
    let first = (start.microseconds + length - 1).floorQuotient(length) * length
    instants = stride(from: first, through: start.microseconds + microseconds, by: length)
      .prefix(12).map(Instant.init(microseconds:))
  }
}
