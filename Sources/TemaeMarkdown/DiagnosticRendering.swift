public import TemaeCore

/// Shows a diagnostic as a compiler does.
///
///     runbook.md:12:9: error: there is no key tiemout
///        12 | ```bash {tiemout=10m}
///           |          ^
///       help: did you mean timeout?
///
/// Whatever could move a terminal's cursor or hide text is shown as a visible character.
public struct DiagnosticRendering {
  private let path: String
  private let source: SourceText

  /// The columns of the terminal that a source line may take.
  private static let width = 100
  /// The columns of them that stand before the caret in a line that is too long.
  private static let before = 66

  /// Makes a rendering for one document.
  ///
  /// - Parameters:
  ///   - path: the document's path as it is to be shown.
  ///   - source: the document's bytes; they need not be a valid text.
  public init(path: String, source: [UInt8]) {
    self.path = DisplayText.visible(path)
    self.source = SourceText(source)
  }

  /// The diagnostic in one to four lines, without a line end after the last one.
  public func text(_ diagnostic: Diagnostic, isColored: Bool = false) -> String {
    var lines = [
      "\(path):\(diagnostic.line):\(diagnostic.column): "
        + "\(Self.name(diagnostic.severity, isColored)): \(DisplayText.visible(diagnostic.message))"
    ]
    lines += excerpt(diagnostic)
    if let remedy = diagnostic.remedy { lines.append("  help: " + DisplayText.visible(remedy)) }
    return lines.joined(separator: "\n")
  }

  private static func name(_ severity: Diagnostic.Severity, _ isColored: Bool) -> String {
    guard isColored else { return severity.rawValue }
    return switch severity {
    case .error: "\u{1B}[1;31merror\u{1B}[0m"
    case .warning: "\u{1B}[33mwarning\u{1B}[0m"
    case .note: "\u{1B}[2mnote\u{1B}[0m"
    }
  }

  /// The source line and the caret under its column; nothing for a line that is not there.
  private func excerpt(_ diagnostic: Diagnostic) -> [String] {
    let number = diagnostic.line
    guard source.lines.indices.contains(number - 1), !source.isBlank(number) else { return [] }
    // Sixteen bytes a column is more than any character needs; the rest of a long line is not shown.
    let limit = (max(diagnostic.column, 0) + Self.width) * 16
    let characters = Array(String(decoding: source.line(number).prefix(limit), as: UTF8.self))
    let column = min(max(diagnostic.column - 1, 0), characters.count)
    let (shown, caret) = Self.window(characters, around: column)
    let margin = String(repeating: " ", count: String(number).count)
    return [
      "   \(number) | \(shown)", "   \(margin) | \(String(repeating: " ", count: caret))^",
    ]
  }

  /// The part of a line around a character, and the columns before that character.
  private static func window(
    _ characters: [Character], around column: Int
  ) -> (shown: String, caret: Int) {
    let first = start(characters, before: column)
    var shown = first > 0 ? "…" : ""
    var used = shown.count
    var caret = used
    for index in first..<characters.count {
      if index == column { caret = used }
      let cell = DisplayText.cell(characters[index], at: used)
      if used + cell.width > width { return (shown + "…", caret) }
      shown += cell.text
      used += cell.width
    }
    return (shown, column == characters.count ? used : caret)
  }

  /// The first character that is shown: all of them where they fit, else as many as fit before it.
  private static func start(_ characters: [Character], before column: Int) -> Int {
    var first = column
    var room = Self.before
    while first > 0 {
      // A tab takes four columns at most.
      let width =
        characters[first - 1] == "\t" ? 4 : DisplayText.cell(characters[first - 1], at: nil).width
      guard width <= room else { return first }
      room -= width
      first -= 1
    }
    return 0
  }
}
