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
        .usage,
        "T lies in the past: \(instant) was \(Span.words(now.microseconds(since: instant))) ago",
        next: "name a later --t0, or --t0 now, or --no-wait to ignore the schedule")
    }
    return instant
  }

  private static func local(_ text: String, now: Instant, timezone: String?) -> Instant? {
    if let timezone { unsafe setenv("TZ", timezone, 1) }
    tzset()
    let isUTC = text.hasSuffix("Z")
    let parts = (isUTC ? String(text.dropLast()) : text).split(separator: "T")
    guard parts.count <= 2, let clock = parts.last.flatMap(clock) else { return nil }
    if parts.count == 2 {
      return date(parts[0]).flatMap { instant($0, clock, isUTC: isUTC) }
    }
    // A time of day alone is the next one of that kind.
    let today = isUTC ? now.microseconds / 86_400_000_000 : localDay(now)
    let candidates = [today, today + 1].compactMap { day in
      instant(CivilDate(daysSinceEpoch: day), clock, isUTC: isUTC)
    }
    return candidates.first { $0 >= now }
  }

  /// The instant of a day's second, in UTC or in the zone of this process.
  private static func instant(_ date: CivilDate, _ clock: Int, isUTC: Bool) -> Instant? {
    var seconds = date.daysSinceEpoch * 86_400 + clock
    if !isUTC {
      var time = unsafe tm()
      unsafe time.tm_year = Int32(date.year - 1900)
      unsafe time.tm_mon = Int32(date.month - 1)
      unsafe time.tm_mday = Int32(date.day)
      unsafe time.tm_hour = Int32(clock / 3600)
      unsafe time.tm_min = Int32(clock / 60 % 60)
      unsafe time.tm_sec = Int32(clock % 60)
      unsafe time.tm_isdst = -1
      seconds = unsafe mktime(&time)
    }
    return seconds < 0 ? nil : Instant(microseconds: seconds * 1_000_000)
  }

  /// Days from 1970-01-01 to the day that it is now in the zone of this process.
  private static func localDay(_ now: Instant) -> Int {
    var seconds = now.microseconds / 1_000_000
    var time = unsafe tm()
    guard unsafe localtime_r(&seconds, &time) != nil else { return seconds / 86_400 }
    return unsafe CivilDate(
      year: Int(time.tm_year) + 1900, month: Int(time.tm_mon) + 1, day: Int(time.tm_mday)
    ).daysSinceEpoch
  }

  /// The second of the day that `22:30` or `22:30:15` names.
  private static func clock(_ text: Substring) -> Int? {
    let numbers = text.split(separator: ":").map { Int($0) ?? -1 }
    guard (2...3).contains(numbers.count), (0...23).contains(numbers[0]),
      numbers.dropFirst().allSatisfy({ (0...59).contains($0) })
    else { return nil }
    return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
  }

  /// The day that `2026-01-31` names; `nil` where the calendar has no such day.
  private static func date(_ text: Substring) -> CivilDate? {
    let numbers = text.split(separator: "-").map { Int($0) ?? -1 }
    guard numbers.count == 3, (1970...9999).contains(numbers[0]) else { return nil }
    let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
    return CivilDate(daysSinceEpoch: date.daysSinceEpoch) == date ? date : nil
  }
}
