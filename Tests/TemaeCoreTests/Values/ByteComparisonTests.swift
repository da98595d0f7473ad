import TemaeCore
import Testing

/// Texts are the same where all their bytes are.
@Suite struct ByteComparisonTests {
  @Test func `one other byte makes another text, wherever it stands`() {
    for count in 0...40 {
      let bytes = (0..<count).map { UInt8(0x41 + $0 % 26) }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasSameBytes(as: String(decoding: bytes, as: UTF8.self)))
      #expect(!text.hasSameBytes(as: text + "A"))
      for place in 0..<count {
        var other = bytes
        other[place] ^= 0x20
        #expect(!text.hasSameBytes(as: String(decoding: other, as: UTF8.self)))
      }
    }
  }

  @Test func `canonically equivalent texts are two`() {
    let (composed, other) = ("a\u{323}\u{307}", "a\u{307}\u{323}")
    #expect(composed == other)
    #expect(composed.utf8.count == other.utf8.count)
    #expect(!composed.hasSameBytes(as: other))
  }
}
