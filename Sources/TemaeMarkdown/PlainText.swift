/// Markdown's inline marks, taken off a text so that words can be compared and shown.
enum PlainText {
  /// The text without emphasis, code marks, links' targets, images and trailing anchors.
  static func withoutMarkup(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let character = rest.first {
      rest.removeFirst()
      switch character {
      case "*", "`": continue
      case "\\":
        if let next = rest.first, next.isPunctuation || next.isSymbol {
          plain.append(next)
          rest.removeFirst()
        } else {
          plain.append(character)
        }
      case "_" where isEdge(before: plain.last, after: rest.first): continue
      case "[": plain.append(contentsOf: takeLink(&rest) ?? "[")
      default: plain.append(character)
      }
    }
    return plain
  }

  /// The text from its first letter or digit on: emoji, bullets and blanks taken off.
  static func withoutLeadingSymbols(_ text: String) -> String {
    var rest = Substring(text)
    while let character = rest.first, !character.isLetter,
      !character.isNumber || !isPlain(character)
    {
      if let digit = keycapDigit(character) {
        rest.removeFirst()
        return "\(digit). " + trimmed(rest)
      }
      if "([\"'-+$/.~<“„«".contains(character) { break }
      rest.removeFirst()
    }
    return trimmed(rest)
  }

  /// The text without blanks at its ends.
  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  /// A short name of letters, digits and hyphens for a title.
  static func slug(_ title: String) -> String {
    var slug = ""
    for character in title.lowercased() {
      if character.isLetter || character.isNumber {
        slug.append(character)
      } else if slug.last != "-", !slug.isEmpty {
        slug.append("-")
      }
      if slug.count >= 48 { break }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "section" : slug
  }

  /// `7️⃣` is 7, `🔟` is 10.
  private static func keycapDigit(_ character: Character) -> Int? {
    if character == "🔟" { return 10 }
    let scalars = Array(character.unicodeScalars)
    guard scalars.count > 1, scalars.last?.value == 0x20E3, let first = scalars.first else {
      return nil
    }
    return first.properties.numericType == .decimal ? Int(first.value) - 0x30 : nil
  }

  /// A digit that is no keycap.
  private static func isPlain(_ character: Character) -> Bool {
    character.unicodeScalars.last?.value != 0x20E3
  }

  private static func isEdge(before: Character?, after: Character?) -> Bool {
    func isWord(_ character: Character?) -> Bool {
      character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
    }
    return !(isWord(before) && isWord(after)) && before != "$" && before != "{"
  }

  /// `[text](target)` is its text; `nil` when no link follows.
  private static func takeLink(_ rest: inout Substring) -> String? {
    guard let close = rest.prefix(512).firstIndex(of: "]") else { return nil }
    let after = rest.index(after: close)
    guard after < rest.endIndex, rest[after] == "(" else { return nil }
    guard let end = rest[after...].prefix(1024).firstIndex(of: ")") else { return nil }
    let text = String(rest[..<close])
    rest = rest[rest.index(after: end)...]
    return text
  }
}
