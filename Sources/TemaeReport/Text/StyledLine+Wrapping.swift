extension StyledLine {
  /// Pieces beside each other, two spaces apart, in as many lines as they need.
  ///
  /// - Parameters:
  ///   - pieces: what must not be broken.
  ///   - width: the columns of a line.
  ///   - indent: by how much every line is moved to the right.
  /// - Returns: the lines; no line where there are no pieces.
  static func wrapped(_ pieces: [StyledLine], width: Int, indent: Int = 0) -> [StyledLine] {
    var lines: [StyledLine] = []
    var line: StyledLine?
    for piece in pieces where !piece.spans.isEmpty {
      if let begun = line, begun.columns + 2 + piece.columns <= width {
        line = begun.adding("  ") + piece
      } else {
        if let line { lines.append(line) }
        line = piece.indented(by: indent)
      }
    }
    return lines + [line].compactMap(\.self)
  }

  /// A sentence in as many lines as it needs, broken between its words.
  static func words(
    _ text: String, _ tone: Tone = .plain, width: Int, indent: Int = 0
  ) -> [StyledLine] {
    var lines: [StyledLine] = []
    var line = ""
    for word in SafeText.neutralized(text).split(separator: " ") {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if !line.isEmpty, indent + SafeText.columns(of: longer) > width {
        lines.append(StyledLine(line, tone).indented(by: indent))
        line = String(word)
      } else {
        line = longer
      }
    }
    if !line.isEmpty { lines.append(StyledLine(line, tone).indented(by: indent)) }
    return lines
  }

  /// A line of one piece in as many lines as it needs, broken between its words.
  func broken(width: Int) -> [StyledLine] {
    guard let span = spans.first, spans.count == 1 else { return [self] }
    return Self.words(span.text, span.tone, width: width)
  }
}
