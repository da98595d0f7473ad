/// What a document says about undoing a step that carries no rollback block.
enum UndoFact: Hashable, Sendable {
  case noneNeeded
  case covered(by: String)
  case irreversible(String)

  /// Reads the fact as the compiled runbook holds it.
  init?(_ text: String) {
    let lowered = text.lowercased()
    if lowered == "none needed" {
      self = .noneNeeded
    } else if lowered.hasPrefix("covered by step ") {
      self = .covered(by: Self.trimmed(text.dropFirst(16)))
    } else if lowered.hasPrefix("irreversible:") {
      self = .irreversible(Self.trimmed(text.dropFirst(13)))
    } else {
      return nil
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text.drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
