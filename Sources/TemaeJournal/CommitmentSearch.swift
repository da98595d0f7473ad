import TemaeCore

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
      var reader = CanonicalReader(Array(body[start...]))
      if let commitment = try? Commitment(from: &reader) { commitments.append(commitment) }
      index = start + 1
    }
    return commitments
  }

  private static let beginning = Array(#"{"digest":""#.utf8)

  private static func next(in body: [UInt8], from index: Int) -> Int? {
    var index = index
    while index + beginning.count <= body.count {
      guard let brace = body[index...].firstIndex(of: beginning[0]) else { return nil }
      if body[brace...].starts(with: beginning) { return brace }
      index = brace + 1
    }
    return nil
  }
}
