import TemaeCore
import Testing

/// Digests are read from exactly the digits that they are written with.
struct DigestTests {
  private static let text = "0123456789abcdef" + String(repeating: "f0", count: 24)

  @Test func `sixty-four digits are read and written alike`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<1000 {
      let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let digest = try #require(Digest(bytes: bytes))
      #expect(Digest(hex: digest.hex) == digest)
    }
    #expect(Digest(hex: Self.text)?.hex == Self.text)
  }

  @Test func `no other byte is a digit, wherever it stands`() {
    let digits = Set("0123456789abcdef".utf8)
    for place in [0, 7, 8, 15, 16, 40, 63] {
      for byte in UInt8(0)..<128 {
        var text = Array(Self.text.utf8)
        text[place] = byte
        let isRead = Digest(hex: String(decoding: text, as: UTF8.self)) != nil
        #expect(isRead == digits.contains(byte), "\(byte) at \(place)")
      }
    }
    #expect(Digest(hex: Self.text.dropLast()) == nil)
    #expect(Digest(hex: Self.text + "0") == nil)
  }
}
