import TemaeCore
import Testing

/// Instants are read from exactly the form in which they are written.
struct InstantTests {
  @Test func `an instant is read and written alike`() throws {
    var generator = SystemRandomNumberGenerator()
    // The years 0000 to 9999.
    let range = -62_167_219_200_000_000...253_402_300_799_999_999
    for _ in 0..<1000 {
      let instant = Instant(microseconds: Int.random(in: range, using: &generator))
      #expect(Instant(canonical: instant.description) == instant)
    }
    for edge in [range.lowerBound, -1, 0, 1, range.upperBound] {
      let instant = Instant(microseconds: edge)
      #expect(Instant(canonical: instant.description) == instant)
    }
  }

  @Test(arguments: [
    "2026-02-29T00:00:00.000000Z", "2026-13-01T00:00:00.000000Z", "2026-00-10T00:00:00.000000Z",
    "2026-01-00T00:00:00.000000Z", "2026-04-31T00:00:00.000000Z", "2026-01-31T24:00:00.000000Z",
    "2026-01-31T00:60:00.000000Z", "2026-01-31T00:00:60.000000Z", "2026-01-31 00:00:00.000000Z",
    "2026-01-31T00:00:00,000000Z", "2026-01-31T00:00:00.000000z", "2026/01-31T00:00:00.000000Z",
    "2026-01/31T00:00:00.000000Z", "2026-01-31T00-00:00.000000Z", "2026-01-31T00:00-00.000000Z",
    "2026-01-31T00:00:00.00000Z", "2026-01-31T00:00:00.0000000Z", "+026-01-31T00:00:00.000000Z",
    "2026-01-31T00:00:00.00000aZ", "",
  ])
  func `nothing else is an instant`(text: String) {
    #expect(Instant(canonical: text) == nil)
  }

  @Test func `a day of leap is one only in its years`() {
    #expect(Instant(canonical: "2024-02-29T00:00:00.000000Z") != nil)
    #expect(Instant(canonical: "2000-02-29T00:00:00.000000Z") != nil)
    #expect(Instant(canonical: "1900-02-29T00:00:00.000000Z") == nil)
  }
}
