import TemaeCore

/// Reads an instant of a journal as reports write it: always in UTC, whatever this machine's zone is.
///
/// `2026-01-31`, `2026-01-31 14:03`, `2026-01-31T14:03:12Z`, `2026-01-31T14:03:12.250000Z`.
enum JournalTime {
  /// The first instant of the second, minute or day that the text names; `nil` for something else.
  static func begin(_ text: String) -> Instant? { span(text)?.begin }

  /// The last instant of the second, minute or day that the text names; `nil` for something else.
  static func end(_ text: String) -> Instant? {
    span(text).map { $0.begin.advanced(byMicroseconds: $0.microseconds - 1) }
  }

  private static func span(_ text: String) -> (begin: Instant, microseconds: Int)? {
    if let instant = Instant(canonical: text) { return (instant, 1) }
    let form = #/(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,6})?)?Z?/#
    guard let parts = text.wholeMatch(of: form)?.output else { return nil }
    guard parts.3 != nil || parts.4 == nil else { return nil }
    let fraction = parts.4.map { String($0.dropFirst()) } ?? ""
    let digits = fraction + String(repeating: "0", count: 6 - fraction.count)
    let clock = (parts.2.map(String.init) ?? "00:00") + (parts.3.map(String.init) ?? ":00")
    guard let begin = Instant(canonical: "\(parts.1)T\(clock).\(digits)Z") else { return nil }
    return (begin, length(hasClock: parts.2 != nil, hasSeconds: parts.3 != nil, fraction.count))
  }

  /// How many microseconds the last part that was written stands for.
  private static func length(hasClock: Bool, hasSeconds: Bool, _ digits: Int) -> Int {
    guard hasClock else { return 86_400_000_000 }
    guard hasSeconds else { return 60_000_000 }
    return (digits..<6).reduce(1) { length, _ in length * 10 }
  }
}
