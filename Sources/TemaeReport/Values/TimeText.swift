import TemaeCore

/// Instants, offsets and durations in the words of people.
enum TimeText {
  /// How long something took or takes: `350 ms`, `2.4 s`, `3 min 05 s`, `1 h 02 min`, `3 d 04 h`.
  static func elapsed(_ microseconds: Int) -> String {
    let size = abs(microseconds)
    let sign = microseconds < 0 ? "-" : ""
    let seconds = size / 1_000_000
    let text =
      switch seconds {
      case 0: "\(size / 1000) ms"
      case 1..<10: "\(seconds).\(size / 100_000 % 10) s"
      case 10..<60: "\(seconds) s"
      case 60..<3600: pair(seconds / 60, "min", seconds % 60, "s")
      case 3600..<172_800: pair(seconds / 3600, "h", seconds / 60 % 60, "min")
      default: pair(seconds / 86_400, "d", seconds / 3600 % 24, "h")
      }
    return sign + text
  }

  /// A number of minutes as people plan them: `15 min`, `2 h`, `1 h 30 min`, `7 d`.
  static func minutes(_ count: Int) -> String {
    guard count >= 60 else { return "\(count) min" }
    guard count % 1440 != 0 else { return "\(count / 1440) d" }
    return pair(count / 60, "h", count % 60, "min")
  }

  /// Minutes and seconds with a sign: `+0:12`, `-3:10`, `+1:02:03`.
  static func signed(_ microseconds: Int) -> String {
    // Towards minus infinity, so that a clock that counts down never jumps over a second.
    let seconds = microseconds.floorQuotient(1_000_000)
    let size = abs(seconds)
    let sign = seconds < 0 ? "-" : "+"
    let rest = "\(two(size % 60))"
    guard size >= 3600 else { return "\(sign)\(size / 60):\(rest)" }
    return "\(sign)\(size / 3600):\(two(size / 60 % 60)):\(rest)"
  }

  /// An offset in minutes as documents write it: `T-120`, `T+0`.
  static func offset(_ minutes: Int) -> String { minutes < 0 ? "T\(minutes)" : "T+\(minutes)" }

  /// The time of day in UTC: `14:03:12Z`.
  static func wall(_ instant: Instant) -> String {
    String(instant.description.dropFirst(11).prefix(8)) + "Z"
  }

  /// Day and time of day in UTC: `2026-01-31 14:03:12Z`.
  static func dayAndWall(_ instant: Instant) -> String {
    String(instant.description.prefix(10)) + " " + wall(instant)
  }

  private static func pair(_ large: Int, _ unit: String, _ small: Int, _ part: String) -> String {
    small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(two(small)) \(part)"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int {
  /// Division that rounds towards minus infinity.
  func floorQuotient(_ divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
