package import TemaeCore

/// A digest that tells test inputs apart; nothing rests on it being hard to invert.
///
/// Simulations compute hundreds of them a second, also without the compiler's optimiser: eight bytes a
/// turn.
package func testDigest(_ bytes: [UInt8]) -> Digest {
  var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
  let even = bytes.count & ~7
  unsafe bytes.withUnsafeBytes { raw in
    var place = 0
    while place < even {
      let word = unsafe raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      hash = (hash ^ UInt64(littleEndian: word)) &* 0x100_0000_01B3
      hash ^= hash >> 29
      place += 8
    }
  }
  for byte in bytes[even...] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  var generator = SplitMix64(seed: hash)
  return Digest(words: (generator.next(), generator.next(), generator.next(), generator.next()))
}

/// The digest of a text's UTF-8.
package func testDigest(_ text: String.UTF8View) -> Digest { testDigest(Array(text)) }

/// What an event says of a text that a test makes up.
package func commitment(_ text: String) -> Commitment {
  Commitment(digest: testDigest(text.utf8), length: text.utf8.count, media: "text/plain")
}
