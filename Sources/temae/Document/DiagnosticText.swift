import TemaeCore
import TemaeMarkdown
import TemaeReport

/// What there is to say about a document, as a compiler says it: place, message, line and caret.
struct DiagnosticText {
  private let path: String
  private let diagnostics: [Diagnostic]
  private let lines: [ArraySlice<UInt8>]

  /// Takes what the compiler said about a document.
  init(_ document: DocumentReader.Document) {
    self.init(
      path: document.path, source: document.source,
      diagnostics: document.compilation.diagnostics)
  }

  /// Takes diagnostics and the bytes that they are about.
  init(path: String, source: [UInt8], diagnostics: [Diagnostic]) {
    self.path = path
    self.diagnostics = diagnostics
    lines =
      diagnostics.isEmpty
      ? [] : source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  /// The diagnostics in their order; notes are left out, `temae show` prints how things were read.
  func text(isColored: Bool) -> String {
    diagnostics.filter { $0.severity != .note }.map { self.text($0, isColored) }.joined()
  }

  private func text(_ diagnostic: Diagnostic, _ isColored: Bool) -> String {
    let place = "\(SafeText.neutralized(path)):\(diagnostic.line):\(diagnostic.column)"
    let severity = painted(diagnostic.severity, isColored)
    var text = "\(place): \(severity): \(SafeText.neutralized(diagnostic.message))\n"
    text += excerpt(diagnostic)
    if let remedy = diagnostic.remedy { text += "  help: \(SafeText.neutralized(remedy))\n" }
    return text
  }

  private func painted(_ severity: Diagnostic.Severity, _ isColored: Bool) -> String {
    guard isColored else { return severity.rawValue }
    return switch severity {
    case .error: "\u{1B}[1;31merror\u{1B}[0m"
    case .warning: "\u{1B}[33mwarning\u{1B}[0m"
    case .note: "\u{1B}[2mnote\u{1B}[0m"
    }
  }

  /// The line and a caret below the column; nothing where the document has no such line.
  private func excerpt(_ diagnostic: Diagnostic) -> String {
    guard lines.indices.contains(diagnostic.line - 1) else { return "" }
    let bytes = lines[diagnostic.line - 1]
    let line = String(
      decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
    let number = String(diagnostic.line)
    let margin = String(repeating: " ", count: number.count)
    let before = line.prefix(max(0, diagnostic.column - 1))
    let indent = SafeText.columns(of: shown(before))
    return """
       \(number) | \(SafeText.cut(shown(line), to: 200))
       \(margin) | \(String(repeating: " ", count: indent))^

      """
  }

  /// Tabs become single spaces, so that the caret stands where the column is.
  private func shown(_ text: some StringProtocol) -> String {
    SafeText.neutralized(String(text.map { $0 == "\t" ? " " : $0 }))
  }
}
