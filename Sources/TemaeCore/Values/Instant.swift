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
    func number(_ start: Int, _ length: Int) -> Int? {
      var value = 0
      for byte in bytes[start..<start + length] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
      let fraction = number(20, 6)
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    let seconds = (date.daysSinceEpoch * 24 + hour) * 3600 + minute * 60 + second
    self.init(microseconds: seconds * 1_000_000 + fraction)
    // By bytes: `String` would call canonically equivalent texts equal.
    guard description.utf8.elementsEqual(bytes) else { return nil }
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
