import Glibc
import TemaeCore

/// Reads `--t0`: `now`, `+90s`, `+2h`, `22:30`, `2026-01-31T22:30`, with or without a zone.
enum StartTime {
  /// The instant that the text names.
  static func parse(
    _ text: String, now: Instant, timezone: String?
  ) throws(Failure) -> Instant {
    if text == "now" { return now }
    if text.hasPrefix("+"), let seconds = Span.seconds(String(text.dropFirst())) {
      return now.advanced(bySeconds: seconds)
    }
    guard let instant = Instant(canonical: text) ?? local(text, now: now, timezone: timezone) else {
      throw Failure(
        .usage, "--t0 \(text) is not a time",
        next: "write now, +2h, 22:30 or 2026-01-31T22:30")
    }
    guard instant >= now else {
      throw Failure(
        .usage, "T lies in the past: \(instant) was \(Span.words(now.microseconds(since: instant))) ago",
        next: "name a later --t0, or --t0 now, or --no-wait to ignore the schedule")
    }
    return instant
  }

  private static func local(_ text: String, now: Instant, timezone: String?) -> Instant? {
    if let timezone { unsafe setenv("TZ", timezone, 1) }
    unsafe tzset()
    let isUTC = text.hasSuffix("Z")
    let parts = (isUTC ? String(text.dropLast()) : text).split(separator: "T")
    guard let clock = parts.last.flatMap(clock) else { return nil }
    var time = parts.count == 2 ? date(parts[0]) : today(now)
    guard time != nil, parts.count <= 2 else { return nil }
    time?.tm_hour = clock.hour
    time?.tm_min = clock.minute
    time?.tm_sec = clock.second
    time?.tm_isdst = -1
    guard let instant = seconds(time, isUTC: isUTC) else { return nil }
    guard parts.count == 1, instant < now else { return instant }
    time?.tm_mday += 1
    return seconds(time, isUTC: isUTC)
  }

  private static func seconds(_ time: tm?, isUTC: Bool) -> Instant? {
    guard var time else { return nil }
    let seconds = unsafe isUTC ? timegm(&time) : mktime(&time)
    return seconds < 0 ? nil : Instant(microseconds: seconds * 1_000_000)
  }

  private static func clock(_ text: Substring) -> (hour: Int, minute: Int, second: Int)? {
    let numbers = text.split(separator: ":").map { Int($0) ?? -1 }
    guard (2...3).contains(numbers.count), (0...23).contains(numbers[0]),
      numbers.dropFirst().allSatisfy({ (0...59).contains($0) })
    else { return nil }
    return (numbers[0], numbers[1], numbers.count > 2 ? numbers[2] : 0)
  }

  private static func date(_ text: Substring) -> tm? {
    let numbers = text.split(separator: "-").map { Int32($0) ?? -1 }
    guard numbers.count == 3, numbers[0] > 1970, (1...12).contains(numbers[1]),
      (1...31).contains(numbers[2])
    else { return nil }
    var time = tm()
    time.tm_year = numbers[0] - 1900
    time.tm_mon = numbers[1] - 1
    time.tm_mday = numbers[2]
    return time
  }

  private static func today(_ now: Instant) -> tm? {
    var seconds = now.microseconds / 1_000_000
    var time = tm()
    return unsafe localtime_r(&seconds, &time) == nil ? nil : time
  }
}
