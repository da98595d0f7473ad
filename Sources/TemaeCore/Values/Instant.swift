/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct Instant: Hashable, Sendable, Comparable {
  /// Microseconds since the Unix epoch.
  public var microseconds: Int

  /// Makes the instant that lies the given number of microseconds after the Unix epoch.
  public init(microseconds: Int) {
    self.microseconds = microseconds
  }

  /// Orders instants by time.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  /// The instant `microseconds` later (earlier when negative).
  public func advanced(byMicroseconds microseconds: Int) -> Instant {
    Instant(microseconds: self.microseconds + microseconds)
  }

  /// The instant `seconds` later (earlier when negative).
  public func advanced(bySeconds seconds: Int) -> Instant {
    advanced(byMicroseconds: seconds * 1_000_000)
  }

  /// The microseconds from `other` to this instant.
  public func microseconds(since other: Instant) -> Int {
    microseconds - other.microseconds
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC with six decimals: `2026-01-31T23:59:59.000001Z`.
  public var description: String {
    let days = microseconds.floorDivided(by: 86_400_000_000)
    let rest = microseconds - days * 86_400_000_000
    let date = CivilDate(daysSinceEpoch: days)
    let seconds = rest / 1_000_000
    return [
      padded(date.year, 4), "-", padded(date.month, 2), "-", padded(date.day, 2), "T",
      padded(seconds / 3600, 2), ":", padded(seconds / 60 % 60, 2), ":", padded(seconds % 60, 2),
      ".", padded(rest % 1_000_000, 6), "Z",
    ].joined()
  }

  /// Reads exactly the form that ``description`` writes; anything else is `nil`.
  public init?(canonical text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 27 else { return nil }
    self.init(canonical: bytes, at: 0)
  }

  /// Reads the 27 bytes that begin at a place.
  init?(canonical bytes: [UInt8], at start: Int) {
    guard let year = number(bytes, start, 4), let month = number(bytes, start + 5, 2),
      let day = number(bytes, start + 8, 2), let hour = number(bytes, start + 11, 2),
      let minute = number(bytes, start + 14, 2), let second = number(bytes, start + 17, 2),
      let fraction = number(bytes, start + 20, 6)
    else { return nil }
    guard bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
      bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 13] == UInt8(ascii: ":"),
      bytes[start + 16] == UInt8(ascii: ":"), bytes[start + 19] == UInt8(ascii: "."),
      bytes[start + 26] == UInt8(ascii: "Z"), hour < 24, minute < 60, second < 60
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    guard date.exists else { return nil }
    let seconds = (date.daysSinceEpoch * 24 + hour) * 3600 + minute * 60 + second
    self.init(microseconds: seconds * 1_000_000 + fraction)
  }
}

/// The number that so many digits spell; `nil` where one of them is none.
private func number(_ bytes: [UInt8], _ start: Int, _ length: Int) -> Int? {
  var value = 0
  for index in start..<start + length {
    let digit = bytes[index] &- 0x30
    guard digit < 10 else { return nil }
    value = value * 10 + Int(digit)
  }
  return value
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
