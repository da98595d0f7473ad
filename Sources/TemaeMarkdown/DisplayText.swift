/// Text for a terminal: how wide a character is, and what must not reach it as it is.
enum DisplayText {
  /// The text with every control, invisible and direction-changing character made visible.
  static func visible(_ text: String) -> String {
    var shown = ""
    for character in text { shown += cell(character, at: nil).text }
    return shown
  }

  /// A character as it is shown and the columns that it takes; a tab goes to the next multiple of
  /// four, and is one blank where no column is given.
  static func cell(_ character: Character, at column: Int?) -> (text: String, width: Int) {
    if character == "\t" {
      let width = column.map { 4 - $0 % 4 } ?? 1
      return (String(repeating: " ", count: width), width)
    }
    guard character.unicodeScalars.contains(where: isHidden) else {
      return (String(character), width(character))
    }
    var text = ""
    for scalar in character.unicodeScalars {
      text += isHidden(scalar) ? name(scalar) : String(scalar)
    }
    return (text, text.reduce(0) { $0 + width($1) })
  }

  /// The name of the first character that a reader does not see, or that changes the order of what
  /// is seen; tabs and line ends are no such characters.
  static func firstHidden(in text: String) -> String? {
    let found = text.unicodeScalars.first { scalar in
      isHidden(scalar) && scalar != "\n" && scalar != "\r" && scalar != "\t"
    }
    return found.map(codePoint)
  }

  /// Controls, separators, and what has no shape of its own; joiners and variants of emoji stay.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let category = scalar.properties.generalCategory
    if [.control, .lineSeparator, .paragraphSeparator].contains(category) { return true }
    let isJoiner = 0x200C...0x200D ~= scalar.value
    let isVariant = 0xFE00...0xFE0F ~= scalar.value
    let isAnnotation = 0xFFF9...0xFFFB ~= scalar.value
    return isAnnotation
      || scalar.properties.isDefaultIgnorableCodePoint && !isJoiner && !isVariant
  }

  /// `␛` for the controls that have a picture, else `⟨U+202E⟩`.
  private static func name(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
      return String(picture)
    }
    return scalar.value == 0x7F ? "\u{2421}" : "⟨\(codePoint(scalar))⟩"
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Terminal columns: two for East Asian wide characters and emoji, none for lone marks.
  private static func width(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    let category = first.properties.generalCategory
    if category == .nonspacingMark || category == .enclosingMark { return 0 }
    let isEmoji =
      first.properties.isEmojiPresentation
      || character.unicodeScalars.contains { $0.value == 0xFE0F }
    return isEmoji || isWide(first.value) ? 2 : 1
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF: true
    case 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF: true
    case 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF: true
    case 0x20000...0x3FFFD: true
    default: false
    }
  }
}
