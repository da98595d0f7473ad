/// Whether so many bytes are the same; as many at once as there are, so the last ones may be compared
/// twice.
func isSame(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, count: Int) -> Bool {
  func isSame<Word: FixedWidthInteger & BitwiseCopyable>(at place: Int, _: Word.Type) -> Bool {
    unsafe left.loadUnaligned(fromByteOffset: place, as: Word.self)
      == right.loadUnaligned(fromByteOffset: place, as: Word.self)
  }
  if count < 4 { return (0..<count).allSatisfy { isSame(at: $0, UInt8.self) } }
  if count < 8 { return isSame(at: 0, UInt32.self) && isSame(at: count - 4, UInt32.self) }
  var place = 0
  while place + 8 < count, isSame(at: place, UInt64.self) { place += 8 }
  return place + 8 >= count && isSame(at: count - 8, UInt64.self)
}

extension String {
  /// Whether both are the same bytes: `==` also says so of texts that are only canonically equivalent,
  /// which SQLite and the journal's hashes tell apart.
  package func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    var (left, right) = (self, other)
    return left.withUTF8 { left in
      right.withUTF8 { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return unsafe isSame(first, second, count: left.count)
      }
    }
  }
}
