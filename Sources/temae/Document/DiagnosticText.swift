import TemaeCore
import TemaeMarkdown

/// What there is to say about a document, as a compiler says it: place, message, line and caret.
struct DiagnosticText {
  private let document: DocumentReader.Document

  /// Takes what the compiler said about a document.
  init(_ document: DocumentReader.Document) {
    self.document = document
  }

  /// The diagnostics in their order; notes are left out, `temae show` prints how things were read.
  func text(isColored: Bool) -> String {
    let diagnostics = document.compilation.diagnostics.filter { $0.severity != .note }
    guard !diagnostics.isEmpty else { return "" }
    let rendering = DiagnosticRendering(path: document.path, source: document.source)
    return diagnostics.map { rendering.text($0, isColored: isColored) + "\n" }.joined()
  }
}
