/// Which `<details>` are open while a document's HTML goes by: what stands in them is collapsed.
struct CollapsedParts {
  private struct Part {
    var line: Int
    /// `<details open>` shows what it holds.
    var isShown: Bool
  }

  private var open: [Part] = []

  /// The line of the outermost part that hides what comes next.
  var hiddenSince: Int? { open.first { !$0.isShown }?.line }

  /// Follows the tags of a piece of HTML that begins on a line.
  ///
  /// A part that is never closed hides the rest of the document: that errs on the safe side.
  mutating func follow(_ html: String, line: Int) {
    var scanner = TagScanner(html, line: line)
    while let tag = scanner.next() {
      if tag.name == "details" {
        open.append(Part(line: tag.line, isShown: tag.attributes.contains("open")))
      } else if tag.name == "/details" {
        _ = open.popLast()
      }
    }
  }
}

/// Finds the tags in a piece of HTML, as a browser would: comments hold none, nor do quoted values.
struct TagScanner {
  struct Tag {
    /// Lower case, with its `/` when it closes.
    var name: String
    /// The names of its attributes, lower case.
    var attributes: [String]
    var line: Int
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line: Int

  init(_ html: String, line: Int) {
    bytes = Array(html.utf8)
    self.line = line
  }

  mutating func next() -> Tag? {
    while index < bytes.count {
      if starts(with: "<!--") {
        skipComment()
      } else if bytes[index] == UInt8(ascii: "<"), let tag = tag() {
        return tag
      } else {
        advance()
      }
    }
    return nil
  }

  private func starts(with text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  private mutating func advance() {
    if bytes[index] == 0x0A { line += 1 }
    index += 1
  }

  private mutating func skipComment() {
    while index < bytes.count, !starts(with: "-->") { advance() }
  }

  /// The tag that begins here; `nil` when none does.
  private mutating func tag() -> Tag? {
    let first = line
    var end = index + 1
    if end < bytes.count, bytes[end] == UInt8(ascii: "/") { end += 1 }
    guard end < bytes.count, Self.isLetter(bytes[end]) else { return nil }
    while end < bytes.count, !Self.endsName(bytes[end]) { end += 1 }
    let name = Self.lowercased(bytes[(index + 1)..<end])
    while index < end { advance() }
    return Tag(name: name, attributes: attributes(), line: first)
  }

  private mutating func attributes() -> [String] {
    var names: [String] = []
    while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
      let start = index
      while index < bytes.count, !Self.endsName(bytes[index]), bytes[index] != UInt8(ascii: "=") {
        advance()
      }
      if index > start { names.append(Self.lowercased(bytes[start..<index])) }
      if index < bytes.count, bytes[index] == UInt8(ascii: "=") {
        skipValue()
      } else if index == start {
        advance()
      }
    }
    return names
  }

  /// `=`, blanks, and a value in quotes or without.
  private mutating func skipValue() {
    advance()
    while index < bytes.count, Self.isBlank(bytes[index]) { advance() }
    guard index < bytes.count else { return }
    let quote = bytes[index]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      while index < bytes.count, !Self.isBlank(bytes[index]), bytes[index] != UInt8(ascii: ">") {
        advance()
      }
      return
    }
    advance()
    while index < bytes.count, bytes[index] != quote { advance() }
    if index < bytes.count { advance() }
  }

  private static func lowercased(_ name: ArraySlice<UInt8>) -> String {
    String(decoding: name, as: UTF8.self).lowercased()
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isBlank(_ byte: UInt8) -> Bool {
    [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte)
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
  }
}
