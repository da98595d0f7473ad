/// Whether so many bytes are the same; as many at once as there are, so the last ones may be compared
/// twice.
func isSame(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, count: Int) -> Bool {
  func isSame<Word: FixedWidthInteger & BitwiseCopyable>(at place: Int, _: Word.Type) -> Bool {
    unsafe left.loadUnaligned(fromByteOffset: place, as: Word.self)
      == right.loadUnaligned(fromByteOffset: place, as: Word.self)
  }
  var place = 0
  if count >= 8 {
    while place + 8 < count, isSame(at: place, UInt64.self) { place += 8 }
    return place + 8 >= count && isSame(at: count - 8, UInt64.self)
  }
  if count >= 4 { return isSame(at: 0, UInt32.self) && isSame(at: count - 4, UInt32.self) }
  while place < count, isSame(at: place, UInt8.self) { place += 1 }
  return place == count
}

extension String {
  /// Whether both are the same bytes: `==` also says so of texts that are only canonically equivalent,
  /// which SQLite and the journal's hashes tell apart.
  package func hasSameBytes(as other: String) -> Bool {
    let known = unsafe utf8.withContiguousStorageIfAvailable { left in
      unsafe other.utf8.withContiguousStorageIfAvailable { right in
        guard left.count == right.count, let first = left.baseAddress,
          let second = right.baseAddress
        else { return left.count == right.count }
        return unsafe isSame(first, second, count: left.count)
      }
    }
    return (known ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}
