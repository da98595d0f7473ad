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
enum CommitmentSearch {
  /// The commitments of a canonical body, in their order.
  static func commitments(in body: [UInt8]) -> [Commitment] {
    var commitments: [Commitment] = []
    var index = 0
    while let start = next(in: body, from: index) {
      // The reader takes the object whole or not at all: another object may begin with a digest.
      var reader = CanonicalReader(body, at: start)
      if let commitment = try? Commitment(from: &reader) { commitments.append(commitment) }
      index = start + 1
    }
    return commitments
  }

  private static let beginning = Array(#"{"digest":""#.utf8)

  private static func next(in body: [UInt8], from index: Int) -> Int? {
    var index = index
    while index + beginning.count <= body.count {
      let left = body.count - index
      let found = unsafe body.withUnsafeBytes { bytes -> Int? in
        guard let base = bytes.baseAddress,
          let brace = unsafe memchr(base + index, CInt(beginning[0]), left)
        else { return nil }
        return unsafe UnsafeRawPointer(brace) - base
      }
      guard let brace = found else { return nil }
      if isBeginning(body, at: brace) { return brace }
      index = brace + 1
    }
    return nil
  }

  private static func isBeginning(_ body: [UInt8], at start: Int) -> Bool {
    guard body.count - start >= beginning.count else { return false }
    for offset in 1..<beginning.count where body[start + offset] != beginning[offset] {
      return false
    }
    return true
  }
}
