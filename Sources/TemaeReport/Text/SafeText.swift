/// Text from documents, targets and people, made safe to print on a terminal.
///
/// Titles, output and notes come from elsewhere; a terminal obeys what it finds in them. Here every
/// control character, every character that reorders or hides text, becomes visible instead.
public enum SafeText {
  /// The text with nothing left in it that a terminal would obey.
  ///
  /// C0 controls and DEL become their pictures (`␛`, `␀`), everything else that is no visible text
  /// (C1 controls, bidirectional overrides, invisible format characters, line separators) becomes
  /// `⟨U+202E⟩`. The joiners inside emoji and Indic words stay.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - keepsLines: whether line feeds and tabs stay, and CR LF becomes a line feed.
  /// - Returns: text that shows what it would have done.
  public static func neutralized(_ text: String, keepsLines: Bool = false) -> String {
    var safe = String.UnicodeScalarView()
    var pendingReturn = false
    for scalar in text.unicodeScalars {
      if pendingReturn, scalar != "\n" { safe.append("\u{240D}") }
      pendingReturn = keepsLines && scalar == "\r"
      if pendingReturn { continue }
      if keepsLines && (scalar == "\n" || scalar == "\t") || !isHarmful(scalar) {
        safe.append(scalar)
      } else {
        safe.append(contentsOf: picture(of: scalar).unicodeScalars)
      }
    }
    if pendingReturn { safe.append("\u{240D}") }
    return String(safe)
  }

  /// Bytes of an attempt's output as text that is safe to print; bytes that are no UTF-8 become `�`.
  ///
  /// - Parameters:
  ///   - bytes: what the attempt printed.
  ///   - keepsLines: whether line feeds and tabs stay.
  /// - Returns: text that shows what it would have done.
  public static func neutralized(bytes: some Collection<UInt8>, keepsLines: Bool = true) -> String {
    neutralized(String(decoding: bytes, as: UTF8.self), keepsLines: keepsLines)
  }

  /// The number of columns that the text takes on a terminal.
  ///
  /// East Asian wide characters and emoji take two, combining marks none.
  public static func columns(of text: String) -> Int {
    text.reduce(0) { $0 + DisplayWidth.columns(of: $1) }
  }

  /// The text, or its beginning and `…` where it takes more columns than there are.
  ///
  /// - Parameters:
  ///   - text: neutralised text of one line.
  ///   - width: the columns that there are; 0 for no limit.
  /// - Returns: at most so many columns of text.
  public static func cut(_ text: String, to width: Int) -> String {
    guard width > 0, columns(of: text) > width else { return text }
    var beginning = ""
    var used = 0
    for character in text {
      used += DisplayWidth.columns(of: character)
      guard used < width else { break }
      beginning.append(character)
    }
    return beginning + "…"
  }

  /// The text followed by as many spaces as it lacks in columns.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(of: text)))
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    // The two joiners; Arabic and Kaithi signs that enclose the number after them.
    case .format:
      !(0x200C...0x200D ~= scalar.value || scalar.properties.isPrependedNumberSign)
    default: false
    }
  }

  private static func picture(of scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x20: String(Unicode.Scalar(scalar.value + 0x2400).map(Character.init) ?? "\u{FFFD}")
    case 0x7F: "\u{2421}"
    default: "⟨U+\(hexadecimal(scalar.value))⟩"
    }
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Unicode.Scalar.Properties {
  /// Visible format characters: they are drawn around the digits that follow.
  fileprivate var isPrependedNumberSign: Bool {
    guard let name else { return false }
    return name.hasPrefix("ARABIC") && name != "ARABIC LETTER MARK" || name.hasPrefix("KAITHI")
  }
}
