/// One line of a report: pieces of text with their tones.
///
/// Every report's text goes through ``rendered(_:)``, the only place where pieces become a string:
/// what is not neutralised there cannot be printed.
struct StyledLine: Hashable {
  /// A piece of text in one tone.
  struct Span: Hashable {
    var text: String
    var tone: Tone
  }

  var spans: [Span]

  /// A line of one piece.
  init(_ text: String = "", _ tone: Tone = .plain) {
    spans = text.isEmpty ? [] : [Span(text: text, tone: tone)]
  }

  /// The columns that the neutralised line takes.
  var columns: Int { spans.reduce(0) { $0 + SafeText.columns(of: SafeText.neutralized($1.text)) } }

  /// The line with another piece at its end.
  func adding(_ text: String, _ tone: Tone = .plain) -> StyledLine {
    self + StyledLine(text, tone)
  }

  /// The line moved to the right.
  func indented(by columns: Int) -> StyledLine {
    StyledLine(String(repeating: " ", count: columns)) + self
  }

  /// The line as it is printed: neutralised, whole, painted.
  func rendered(_ style: TextStyle) -> String {
    spans.map { style.painted(SafeText.neutralized($0.text), $0.tone) }.joined()
  }

  /// The line as it is printed where it must not take more columns than the style has.
  func renderedCut(_ style: TextStyle) -> String {
    guard style.width > 0 else { return rendered(style) }
    return cut(to: style.width).rendered(style)
  }

  /// The line, or its beginning and `…` where it takes more columns than there are.
  func cut(to width: Int) -> StyledLine {
    guard columns > width else { return self }
    var rest = width
    var line = StyledLine()
    for span in spans where rest > 0 {
      let safe = SafeText.neutralized(span.text)
      let isWhole = SafeText.columns(of: safe) < rest
      let piece = isWhole ? safe : SafeText.cut(safe + " ", to: rest)
      line = line.adding(piece, span.tone)
      rest -= SafeText.columns(of: piece)
      if !isWhole { break }
    }
    return line
  }

  /// The line in exactly so many columns: cut, or filled with spaces.
  func fitted(to width: Int) -> StyledLine {
    let line = cut(to: width)
    return line.adding(String(repeating: " ", count: max(0, width - line.columns)))
  }

  static func + (left: StyledLine, right: StyledLine) -> StyledLine {
    var line = left
    line.spans += right.spans
    return line
  }
}

extension StyledLine: ExpressibleByStringLiteral {
  init(stringLiteral text: String) {
    self.init(text)
  }
}

extension [StyledLine] {
  /// The lines as a text, each ended by a line feed.
  func text(_ style: TextStyle) -> String {
    map { $0.rendered(style) + "\n" }.joined()
  }

  /// One line for each line of a text from elsewhere, moved to the right.
  ///
  /// Longer texts keep their beginning, and a last line says how much was left out.
  init(block text: String, indent: Int, tone: Tone = .plain, limit: Int = .max) {
    var parts = SafeText.neutralized(text, keepsLines: true)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while parts.last?.allSatisfy(\.isWhitespace) == true { parts.removeLast() }
    let shown = parts.prefix(limit).map { part in
      StyledLine(part.replacingTabs, tone).indented(by: indent)
    }
    self = Array(shown)
    if parts.count > limit {
      append(StyledLine("… \(parts.count - limit) more lines", .faint).indented(by: indent))
    }
  }
}

extension String {
  /// The text with tabs as far apart as terminals set them, from the text's own beginning.
  var replacingTabs: String {
    guard contains("\t") else { return self }
    var text = ""
    for character in self {
      if character == "\t" {
        text += String(repeating: " ", count: 8 - SafeText.columns(of: text) % 8)
      } else {
        text.append(character)
      }
    }
    return text
  }
}
