import TemaeCore

/// The statements of an order, each with its place, after everything that must not be sent was
/// refused.
struct Script {
  /// One statement to send.
  struct Step {
    var text: String
    var words: [String]
    var file: String?
    /// The line of the first word.
    var line: Int
    /// The line on which the text begins, comments included.
    var textLine: Int

    /// The same as a statement of the core.
    var statement: SQLStatement { SQLStatement(text: text, line: line, words: words) }

    /// Whether it ends a transaction that it did not begin.
    var endsTransaction: Bool { ["COMMIT", "END", "ROLLBACK", "ABORT"].contains(words.first) }

    /// The line of a character, counted from 1 as the server does.
    func line(ofPosition position: Int) -> Int {
      textLine + text.unicodeScalars.prefix(position - 1).count { $0 == "\n" }
    }
  }

  var steps: [Step] = []
  /// The applied files, to be registered in the history.
  private(set) var migrations: [Migration] = []

  init(_ order: SQLOrder) throws(Ending) {
    for piece in order.pieces {
      let added = try Self.steps(of: piece)
      for step in added {
        guard let reason = Refusal.reason(for: step, mode: order.mode) else { continue }
        throw .refusal(reason, file: step.file, line: step.line)
      }
      steps += added
      guard order.registersHistory, order.mode == .transaction, let file = piece.file else {
        continue
      }
      migrations.append(try Migration(file: file, statements: added.map(\.text)))
    }
    guard !steps.isEmpty else { throw .refusal("there is no statement to send") }
    if order.mode == .asWritten { try Self.check(steps) }
    guard order.mode != .single || steps.count == 1 else {
      throw .refusal(
        "a block outside a transaction holds exactly one statement, this one holds \(steps.count)",
        file: steps[1].file, line: steps[1].line)
    }
  }

  /// A text with transactions of its own must end those that it begins.
  private static func check(_ steps: [Step]) throws(Ending) {
    var own = OwnTransactions()
    for step in steps {
      guard let problem = own.take(step.statement) else { continue }
      throw .refusal(problem, file: step.file, line: step.line)
    }
    guard own.isOpen, let last = steps.last else { return }
    throw .refusal(
      "the last transaction is never ended", file: last.file, line: last.line)
  }

  private static func steps(of piece: SQLOrder.Piece) throws(Ending) -> [Step] {
    // C would end the statement there and send only what stands before it.
    guard !piece.text.utf8.contains(0) else {
      throw .refusal("the text holds a null character", file: piece.file, line: piece.firstLine)
    }
    for part in SQLText.pieces(of: piece.text) {
      switch part {
      case .sql: continue
      case .include(let text, let line), .unknownCommand(let text, let line):
        throw .refusal(
          "a command of psql cannot be sent to the server: \(text)", file: piece.file,
          line: piece.firstLine + line - 1)
      }
    }
    do {
      return try SQLText.statements(of: piece.text).map { statement in
        let textLine = piece.firstLine + statement.line - 1
        return Step(
          text: statement.text, words: statement.words, file: piece.file,
          line: textLine + commentLines(before: statement.text), textLine: textLine)
      }
    } catch {
      throw .refusal(error.message, file: piece.file, line: piece.firstLine + error.line - 1)
    }
  }

  /// How many line ends lie in the comments and white space before the first word.
  private static func commentLines(before text: String) -> Int {
    var rest = Substring(text).unicodeScalars
    var lines = 0
    var depth = 0
    while let first = rest.first {
      let pair = String(String.UnicodeScalarView(rest.prefix(2)))
      if pair == "/*" || (pair == "*/" && depth > 0) {
        depth += pair == "/*" ? 1 : -1
        rest = rest.dropFirst(2)
      } else if pair == "--", depth == 0 {
        rest = rest.drop { $0 != "\n" }
      } else if depth > 0 || first.properties.isWhitespace {
        lines += first == "\n" ? 1 : 0
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    return lines
  }
}
