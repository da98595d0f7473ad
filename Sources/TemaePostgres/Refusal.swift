import TemaeCore

/// Which statements are never sent: those that would end the attempt's transaction, and its marker
/// with it, or undo what keeps a read from writing.
///
/// This names the line before anything happens. The server's own state is checked after each
/// statement as well, so nothing hangs on these words alone.
enum Refusal {
  /// Why a statement is not sent; `nil` when it may be.
  static func reason(for step: Script.Step, mode: SQLOrder.Mode) -> String? {
    let statement = SQLStatement(text: step.text, line: step.line, words: step.words)
    let name = step.words.prefix(2).joined(separator: " ")
    guard mode != .asWritten else { return nil }
    if statement.controlsTransaction {
      guard mode != .single || step.words.dropFirst().first != "PREPARED" else { return nil }
      return "\(name) would end or begin a transaction, which is the block's own: take it out"
    }
    guard mode != .single, setsTransaction(step.words) else { return nil }
    return "\(name) changes the block's transaction: take it out"
  }

  /// `SET [SESSION | LOCAL] TRANSACTION …`, `SET SESSION CHARACTERISTICS …` and the settings that
  /// stand for them.
  private static func setsTransaction(_ words: [String]) -> Bool {
    guard words.first == "SET" || words.first == "RESET" else { return false }
    let subject = words.dropFirst().first { $0 != "LOCAL" && $0 != "SESSION" } ?? ""
    return [
      "TRANSACTION", "CHARACTERISTICS", "TRANSACTION_READ_ONLY", "TRANSACTION_ISOLATION",
      "TRANSACTION_DEFERRABLE", "DEFAULT_TRANSACTION_READ_ONLY",
    ].contains(subject)
  }
}
