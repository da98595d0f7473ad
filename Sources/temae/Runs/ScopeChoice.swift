import TemaeCore

/// Which of a document's ways back is meant.
struct ScopeChoice {
  private let scopes: [RollbackScope]

  init(_ runbook: Runbook) { scopes = runbook.rollbackScopes }

  /// The scope with this heading, or that begins on this line.
  ///
  /// - Throws: ``Failure`` with ``TemaeExit/usage`` when none is, or more than one.
  func named(_ text: String) throws(Failure) -> RollbackScope {
    let same = scopes.filter { $0.title.lowercased() == text.lowercased() }
    let found = same.isEmpty ? scopes.filter { String($0.line) == text } : same
    if let only = found.first, found.count == 1 { return only }
    guard !scopes.isEmpty else {
      throw Failure(
        .usage, "the document describes no way back: there is no scope \(text)", next: "temae show")
    }
    throw Failure(
      .usage,
      found.isEmpty
        ? "the document has no way back \(text); it has:\n" + Self.list(scopes)
        : "\(found.count) ways back are called \(text):\n" + Self.list(found),
      next: "name one by its heading or its line")
  }

  private static func list(_ scopes: [RollbackScope]) -> String {
    scopes.map { "line \($0.line)  \($0.title)" }.joined(separator: "\n")
  }
}
