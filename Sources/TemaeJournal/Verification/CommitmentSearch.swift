import TemaeCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Finds the commitments in a body by their form, so also in events of a later version.
///
/// In canonical JSON a quotation mark within a text is escaped, so `{"digest":"` occurs only where
/// an object begins.
struct CommitmentSearch: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private let range: Range<Int>
  private var index: Int

  /// Searches a canonical body.
  init(in body: [UInt8]) { self.init(in: body, 0..<body.count) }

  /// Searches the canonical body that lies in a range of bytes.
  init(in bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
    index = range.lowerBound
  }

  /// The next commitment in the order of the body.
  mutating func next() -> Commitment? {
    while let start = nextBeginning() {
      index = start + 1
      // The reader takes the object whole or not at all: another object may begin with a digest.
      var reader = CanonicalReader(bytes, in: start..<range.upperBound)
      if let commitment = try? Commitment(from: &reader) { return commitment }
    }
    return nil
  }

  private static let beginning = Array(#"{"digest":""#.utf8)

  private mutating func nextBeginning() -> Int? {
    while index + Self.beginning.count <= range.upperBound {
      let (place, left) = (index, range.upperBound - index)
      let found = unsafe bytes.withUnsafeBytes { bytes -> Int? in
        guard let base = bytes.baseAddress,
          let brace = unsafe memchr(base + place, CInt(Self.beginning[0]), left)
        else { return nil }
        return unsafe UnsafeRawPointer(brace) - base
      }
      guard let brace = found else { return nil }
      if isBeginning(at: brace) { return brace }
      index = brace + 1
    }
    return nil
  }

  private func isBeginning(at start: Int) -> Bool {
    guard range.upperBound - start >= Self.beginning.count else { return false }
    for offset in 1..<Self.beginning.count
    where bytes[start + offset] != Self.beginning[offset] { return false }
    return true
  }
}
