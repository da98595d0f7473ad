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

  private static let beginning: StaticString = #"{"digest":""#

  private func nextBeginning() -> Int? {
    let (text, count) = unsafe (Self.beginning.utf8Start, Self.beginning.utf8CodeUnitCount)
    return unsafe bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      var place = index
      while place + count <= range.upperBound {
        let left = range.upperBound - count + 1 - place
        guard let brace = unsafe memchr(base + place, CInt(text[0]), left) else { return nil }
        if unsafe memcmp(brace, text, count) == 0 { return unsafe UnsafeRawPointer(brace) - base }
        place = unsafe UnsafeRawPointer(brace) - base + 1
      }
      return nil
    }
  }
}
