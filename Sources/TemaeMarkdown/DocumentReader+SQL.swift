import TemaeCore

/// What is special about SQL blocks: databases, included files, transactions.
extension DocumentReader {
  mutating func testSQL(_ code: inout CodeBlock) {
    guard code.meaning.settings.database != nil else {
      askForDatabase(code)
      code.byHand = code.byHand ?? "it names no database"
      return
    }
    checkDatabase(code)
    if code.role == .watch {
      runbook.unsupported.append(UnsupportedFact(line: code.block.line, fact: "sql .watch"))
    }
    guard code.byHand == nil else { return }
    guard code.meaning.settings.schema == nil else { return checkSchema(code) }
    code.byHand = textProblem(code)
    guard code.byHand == nil else { return }
    checkPieces(&code)
    checkHistory(code)
  }

  private mutating func askForDatabase(_ code: CodeBlock) {
    let known = runbook.settings.databases.map { "sql {db=\($0.key)}" }
    ask(
      code.block.line, "On which database does this SQL run?",
      known.isEmpty
        ? ["sql {db=NAME}, with databases: {NAME: {env: VARIABLE}} in the front matter"] : known)
  }

  private func textProblem(_ code: CodeBlock) -> String? {
    let text = code.block.literal
    if let reason = StaticTest.hidden(text) { return reason }
    for line in text.split(separator: "\n") where !line.drop(while: \.isWhitespace).hasPrefix("--")
    {
      if let found = StaticTest.placeholder(String(line)) {
        return "it holds a placeholder: \(found)"
      }
    }
    return nil
  }

  private mutating func checkPieces(_ code: inout CodeBlock) {
    var statements: [SQLStatement] = []
    var includes = 0
    let isOwn = code.meaning.settings.ownTransactions != nil
    var own = isOwn ? OwnTransactions() : nil
    for piece in SQLText.pieces(of: code.block.literal) {
      switch piece {
      case .sql(let text, let line):
        guard let found = split(text, at: code.block.line + line, &own) else { return }
        statements += found
      case .include(let path, let line):
        includes += 1
        checkInclude(path, code.block.line + line, &own)
      case .unknownCommand(let text, let line):
        report(
          .error, code.block.line + line, 1, "\(text.prefix(40)) cannot run here",
          remedy:
            "of psql's commands only \\i PATH is known, on a line of its own between statements")
      }
    }
    if statements.isEmpty, includes == 0 { code.byHand = "it holds only comments" }
    checkSingle(code, statements, includes)
    if let own { checkOwn(&code, own) }
  }

  private mutating func checkOwn(_ code: inout CodeBlock, _ own: OwnTransactions) {
    let settings = code.meaning.settings
    code.meaning.settings.ownTransactions = own.count
    let column = code.meaning.columns["own-tx"] ?? 1
    let others = [
      (settings.isOutsideTransaction, "no-tx"), (settings.isDiscarded, "discard"),
      (settings.isReadOnly, "readonly"), (settings.registersHistory, "history"),
    ]
    for (isSet, name) in others where isSet {
      report(.error, code.block.line, column, "own-tx and \(name) exclude each other")
    }
    if !code.role.mayWrite {
      report(.error, code.block.line, column, "own-tx is for what alters the database")
    }
    guard own.isOpen else { return }
    report(
      .error, code.block.line, column, "the last transaction of this block is never ended",
      remedy: "end it with COMMIT")
  }

  /// The statements of a text that begins on a line of the document; `nil` and an error when it
  /// cannot be split.
  private mutating func split(
    _ text: String, at first: Int, _ own: inout OwnTransactions?
  ) -> [SQLStatement]? {
    do throws(SQLTextProblem) {
      let statements = try SQLText.statements(of: text)
      for statement in statements {
        guard let message = transactionProblem(statement, &own) else { continue }
        report(
          .error, first + statement.line - 1, 1, message,
          remedy: own == nil ? Self.ownRemedy : nil)
      }
      return statements
    } catch {
      report(.error, first + error.line - 1, 1, error.message)
      return nil
    }
  }

  private static let ownRemedy =
    "remove it: a block is one transaction, with a record of its outcome; or say own-tx, with a "
    + "probe: then the text runs as it is written"

  /// Why a statement cannot stand there; with `own-tx`, transactions of its own can.
  private func transactionProblem(
    _ statement: SQLStatement, _ own: inout OwnTransactions?
  ) -> String? {
    guard own == nil else { return own?.take(statement) }
    guard statement.controlsTransaction else { return nil }
    return "\(statement.firstKeyword ?? "") begins or ends a transaction of its own"
  }

  private mutating func checkInclude(
    _ path: String, _ line: Int, _ own: inout OwnTransactions?
  ) {
    guard let bytes = files.use(path, as: .included) else {
      report(
        .error, line, 1, "the included file \(path) does not exist",
        remedy: "paths are relative to the document's directory")
      return
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      report(.error, line, 1, "the included file \(path) is not UTF-8 text")
      return
    }
    for piece in SQLText.pieces(of: text) {
      switch piece {
      case .sql(let part, let first): checkIncluded(part, path, first, line, &own)
      case .include(let command, let at), .unknownCommand(let command, let at):
        report(
          .error, line, 1, "\(path):\(at): \(command.prefix(40)) is psql's, not SQL",
          remedy: "an included file holds SQL only")
      }
    }
  }

  private mutating func checkIncluded(
    _ text: String, _ path: String, _ first: Int, _ line: Int, _ own: inout OwnTransactions?
  ) {
    do throws(SQLTextProblem) {
      for statement in try SQLText.statements(of: text) {
        guard let message = transactionProblem(statement, &own) else { continue }
        report(
          .error, line, 1, "\(path):\(statementLine(statement, first)): \(message)",
          remedy: own == nil ? Self.ownRemedy : nil)
      }
    } catch {
      report(.error, line, 1, "\(path):\(first + error.line - 1): \(error.message)")
    }
  }

  private func statementLine(_ statement: SQLStatement, _ first: Int) -> Int {
    first + statement.line - 1
  }

  private mutating func checkSingle(
    _ code: CodeBlock, _ statements: [SQLStatement], _ includes: Int
  ) {
    let column = code.meaning.columns["no-tx"] ?? 1
    guard code.meaning.settings.isOutsideTransaction else { return }
    if code.meaning.settings.isDiscarded {
      report(
        .error, code.block.line, column, "discard needs the transaction that no-tx does without")
    }
    guard statements.count == 1, includes == 0, let statement = statements.first else {
      report(
        .error, code.block.line, column,
        "no-tx takes exactly one statement; here are \(statements.count)"
          + (includes > 0 ? " and included files" : ""))
      return
    }
    if statement.isUnnamedConcurrentIndex {
      report(
        .error, code.block.line + statement.line, 1,
        "an index that is built concurrently needs a name: only then can its state be told")
    }
  }

  private mutating func checkHistory(_ code: CodeBlock) {
    guard code.meaning.settings.registersHistory, includes(code).isEmpty else { return }
    report(
      .error, code.block.line, code.meaning.columns["history"] ?? 1,
      "history=supabase registers the files that a block includes: here is none",
      remedy: "include the migration: \\i supabase/migrations/NAME.sql")
  }

  /// The included files in the order of their first use.
  func includes(_ code: CodeBlock) -> [String] {
    var paths: [String] = []
    for case .include(let path, _) in SQLText.pieces(of: code.block.literal)
    where !paths.contains(path) {
      paths.append(path)
    }
    return paths
  }
}
