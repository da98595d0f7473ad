/// Where text that stands for itself in the journal's JSON ends.
///
/// That is at a quotation mark, a backslash, a control character, or what is not ASCII. Eight bytes are
/// looked at together.
func endOfPlainText(in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
  var place = range.lowerBound
  while place + 8 <= range.upperBound {
    let text = unsafe UInt64(
      littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    let special = special(text)
    guard special == 0 else { return place + special.trailingZeroBitCount / 8 }
    place += 8
  }
  while place < range.upperBound, special(UInt64(unsafe bytes[place])) & 0x80 == 0 { place += 1 }
  return place
}

/// The high bit of each of eight bytes that does not stand for itself, right up to the first of them.
private func special(_ text: UInt64) -> UInt64 {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let quotes = (text ^ ones &* 0x22) &- ones
  let backslashes = (text ^ ones &* 0x5C) &- ones
  let controls = text &- ones &* 0x20
  return (quotes | backslashes | controls | text) & (ones &* 0x80)
}
