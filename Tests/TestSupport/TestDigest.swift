package import TemaeCore

/// A digest that tells test inputs apart; nothing rests on it being hard to invert.
package func testDigest(_ bytes: some Sequence<UInt8>) -> Digest {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  var generator = SplitMix64(seed: hash)
  var digest: [UInt8] = []
  while digest.count < 32 {
    let word = generator.next()
    digest += (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }
  return Digest(bytes: digest) ?? .zero
}

/// What an event says of a text that a test makes up.
package func commitment(_ text: String) -> Commitment {
  Commitment(digest: testDigest(text.utf8), length: text.utf8.count, media: "text/plain")
}
