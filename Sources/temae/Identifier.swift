import TemaeCore

/// Makes identifiers that nobody else makes.
enum Identifier {
  /// A UUIDv7 (RFC 9562) as lower-case text: the milliseconds first, so that ids sort by age.
  static func make(at now: Instant) -> String {
    var generator = SystemRandomNumberGenerator()
    return make(at: now, random: generator.next(), generator.next())
  }

  /// The same from given randomness.
  static func make(at now: Instant, random first: UInt64, _ second: UInt64) -> String {
    let milliseconds = UInt64(clamping: now.microseconds / 1000)
    let high = milliseconds << 16 | 0x7000 | first & 0x0FFF
    let low = 0x8000_0000_0000_0000 | second & 0x3FFF_FFFF_FFFF_FFFF
    let digits = Array((padded(high) + padded(low)).utf8)
    let groups = [digits[..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20...]]
    return groups.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
  }

  private static func padded(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
