public import TemaeCore

/// What became of a document: the runbook, or why there is none.
public struct Compilation: Sendable {
  /// The compiled runbook; `nil` exactly when a diagnostic is an error.
  public var runbook: Runbook?
  /// Everything there is to say about the document, in the order of its lines.
  public var diagnostics: [Diagnostic]

  /// Makes a compilation from its parts.
  public init(runbook: Runbook?, diagnostics: [Diagnostic]) {
    self.runbook = runbook
    self.diagnostics = diagnostics
  }
}
