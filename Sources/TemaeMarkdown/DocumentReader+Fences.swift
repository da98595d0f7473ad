import TemaeCore

/// Fences that are never closed: the parser takes the rest of the document for code.
extension DocumentReader {
  mutating func checkFences() {
    for block in blocks {
      guard case .fence(let character, let length) = block.kind else { continue }
      let count = block.literal.utf8.count { $0 == 0x0A }
      let inner = innerFence(block, character, length, count)
      guard !isFenceEnd(block.line + count + 1, character, length) else {
        if let inner {
          report(
            .warning, inner, 1,
            "this line looks like the beginning of a block, but stands in the one of line \(block.line)",
            remedy:
              "close that one first, or open it with more \(Character(UnicodeScalar(character)))")
        }
        continue
      }
      let column = source.column(block.line, byte: block.column)
      report(
        .error, block.line, column, "this block is never closed",
        remedy: inner.map { "line \($0) looks like the beginning of another one" }
          ?? "close it with a line of \(length) \(Character(UnicodeScalar(character)))")
    }
  }

  private func isFenceEnd(_ number: Int, _ character: UInt8, _ length: Int) -> Bool {
    let line = source.line(number).drop { [0x20, 0x09, 0x3E].contains($0) }
    let marks = line.prefix { $0 == character }.count
    return marks >= length && line.dropFirst(marks).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// The first line in a block that would open another one: marks with a language after them.
  private func innerFence(_ block: Block, _ character: UInt8, _ length: Int, _ count: Int) -> Int? {
    guard count > 0 else { return nil }
    return ((block.line + 1)...(block.line + count)).first { number in
      let line = source.line(number).drop { [0x20, 0x09, 0x3E].contains($0) }
      let marks = line.prefix { $0 == character }.count
      guard marks >= length, let next = line.dropFirst(marks).first else { return false }
      return (0x61...0x7A).contains(next) || next == 0x7B
    }
  }
}
