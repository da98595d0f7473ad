import TemaeCore

/// The document's bytes by line.
///
/// A line ends at LF, CRLF or CR, as CommonMark has it.
struct SourceText {
  /// The bytes of a line that the Markdown parser is shown.
  ///
  /// A longer line cannot stand in a block that runs. It bounds the time that a hostile line can take.
  static let lineLimit = 16 << 10

  let bytes: [UInt8]
  /// The lines' bytes without their ends.
  let lines: [Range<Int>]

  init(_ source: [UInt8]) {
    bytes = source
    var lines: [Range<Int>] = []
    let hasMark = source.starts(with: [0xEF, 0xBB, 0xBF])
    var start = hasMark ? 3 : 0
    var index = start
    while index < source.count {
      let byte = source[index]
      guard byte == 0x0A || byte == 0x0D else {
        index += 1
        continue
      }
      lines.append(start..<index)
      let isPair = byte == 0x0D && index + 1 < source.count && source[index + 1] == 0x0A
      index += isPair ? 2 : 1
      start = index
    }
    if start < source.count { lines.append(start..<source.count) }
    self.lines = lines
  }

  /// The bytes of a line, counted from 1; empty beyond the last one.
  func line(_ number: Int) -> ArraySlice<UInt8> {
    lines.indices.contains(number - 1) ? bytes[lines[number - 1]] : []
  }

  /// A line as text, from one of its bytes on.
  func text(_ number: Int, from column: Int = 0) -> String {
    String(decoding: line(number).dropFirst(column), as: UTF8.self)
  }

  /// Whether a line holds nothing but white space.
  func isBlank(_ number: Int) -> Bool {
    line(number).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// The column in characters, from 1, of a byte of a line.
  func column(_ number: Int, byte: Int) -> Int {
    String(decoding: line(number).prefix(byte), as: UTF8.self).count + 1
  }

  /// The first thing that keeps the bytes from being a text at all.
  var firstProblem: Diagnostic? {
    let isText = String(validating: bytes, as: UTF8.self) != nil
    if isText, !bytes.contains(0) { return nil }
    for number in lines.indices.map({ $0 + 1 }) {
      let line = self.line(number)
      if let zero = line.firstIndex(of: 0) {
        let column = self.column(number, byte: zero - line.startIndex)
        return Diagnostic(
          .error, line: number, column: column, "the document holds a NUL byte",
          remedy: "a runbook is a text file: remove the byte")
      }
      guard String(validating: line, as: UTF8.self) == nil else { continue }
      return Diagnostic(
        .error, line: number, column: validPrefix(line) + 1, "the document is not UTF-8 here",
        remedy: "save it as UTF-8")
    }
    return nil
  }

  /// The number of characters before the first byte that is not UTF-8.
  private func validPrefix(_ line: ArraySlice<UInt8>) -> Int {
    var (low, high) = (0, line.count)
    while low < high {
      let middle = (low + high + 1) / 2
      // A prefix that ends within a character is invalid too: step back to its first byte.
      var end = line.startIndex + middle
      while end > line.startIndex, end < line.endIndex, line[end] & 0xC0 == 0x80 { end -= 1 }
      let isValid = String(validating: line[line.startIndex..<end], as: UTF8.self) != nil
      if isValid { low = middle } else { high = middle - 1 }
    }
    return String(decoding: line.prefix(low), as: UTF8.self).count
  }

  /// What the Markdown parser reads: LF line ends, front matter blank, long lines cut short.
  func parserInput(blankUpTo lastBlank: Int) -> [UInt8] {
    var input: [UInt8] = []
    input.reserveCapacity(bytes.count + 1)
    for (index, range) in lines.enumerated() {
      if index >= lastBlank {
        var end = min(range.upperBound, range.lowerBound + Self.lineLimit)
        while end > range.lowerBound, end < range.upperBound, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        input.append(contentsOf: bytes[range.lowerBound..<end])
      }
      input.append(0x0A)
    }
    return input
  }
}
