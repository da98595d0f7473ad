public import TemaeCore

/// Shows a diagnostic as a compiler does.
///
///     runbook.md:12:7: error: there is no key tiemout
///       ```bash {tiemout=10m}
///                ^
///       next: …
///
/// Whatever could move a terminal's cursor or hide text is shown as a visible character.
public struct DiagnosticRendering {
  private let path: String
  private let source: SourceText

  /// The columns of the terminal that a source line may take.
  private static let width = 100

  /// Makes a rendering for one document.
  ///
  /// - Parameters:
  ///   - path: the document's path as it is to be shown.
  ///   - source: the document's bytes; they need not be a valid text.
  public init(path: String, source: [UInt8]) {
    self.path = DisplayText.visible(path)
    self.source = SourceText(source)
  }

  /// The diagnostic in two to four lines, without a line end after the last one.
  public func text(_ diagnostic: Diagnostic) -> String {
    var lines = [
      "\(path):\(diagnostic.line):\(diagnostic.column): \(diagnostic.severity.rawValue): "
        + DisplayText.visible(diagnostic.message)
    ]
    lines += excerpt(diagnostic)
    if let remedy = diagnostic.remedy { lines.append("  next: " + DisplayText.visible(remedy)) }
    return lines.joined(separator: "\n")
  }

  /// The source line and the caret under its column; nothing for a line that is not there.
  private func excerpt(_ diagnostic: Diagnostic) -> [String] {
    let number = diagnostic.line
    guard source.lines.indices.contains(number - 1), !source.isBlank(number) else { return [] }
    // Sixteen bytes a column is more than any character needs; the rest of a long line is not shown.
    let limit = (diagnostic.column + Self.width) * 16
    let characters = Array(String(decoding: source.line(number).prefix(limit), as: UTF8.self))
    let column = min(max(diagnostic.column - 1, 0), characters.count)
    let first = max(0, column - Self.width * 2 / 3)
    var shown = first > 0 ? "…" : ""
    var caret = shown.isEmpty ? 0 : 1
    var used = caret
    for index in first..<characters.count {
      if index == column { caret = used }
      let cell = DisplayText.cell(characters[index], at: used)
      if used + cell.width > Self.width {
        shown += "…"
        break
      }
      shown += cell.text
      used += cell.width
    }
    if column == characters.count { caret = used }
    return ["  " + shown, "  " + String(repeating: " ", count: caret) + "^"]
  }
}
