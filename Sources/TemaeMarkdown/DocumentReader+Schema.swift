import TemaeCore

/// What is special about blocks that ask for a schema: they send no statement of their own.
extension DocumentReader {
  mutating func checkSchema(_ code: CodeBlock) {
    let settings = code.meaning.settings
    let column = code.meaning.columns["schema"] ?? 1
    let isCapture = settings.comparison == nil
    guard isCapture ? code.role == .capture : code.role == .check || code.role == .precheck else {
      report(
        .error, code.block.line, column,
        isCapture
          ? "the flag schema belongs to .capture" : "schema= belongs to .check or .precheck",
        remedy: "capture with {.capture schema capture=NAME}, compare with {.check schema=@NAME}")
      return
    }
    let pieces = SQLText.pieces(of: code.block.literal)
    let statements = try? SQLText.statements(of: code.block.literal)
    let isPlain = pieces.allSatisfy { if case .sql = $0 { true } else { false } }
    guard isPlain, statements?.isEmpty == true else {
      report(
        .error, code.block.line, column,
        "a block that asks for the schema sends nothing else: it holds comments only",
        remedy: "put the statements into a block of their own")
      return
    }
    checkDeclaration(code, column)
  }

  private mutating func checkCommands(
    _ path: String, _ bytes: [UInt8], _ line: Int, _ column: Int
  ) {
    guard bytes.first != UInt8(ascii: "{") else { return }
    for piece in SQLText.pieces(of: String(decoding: bytes, as: UTF8.self)) {
      switch piece {
      case .sql: continue
      case .include(let command, let at), .unknownCommand(let command, let at):
        guard !piece.isDumpGuard else { continue }
        report(
          .error, line, column, "\(path):\(at): \(command.prefix(40)) is psql's, not SQL",
          remedy: "a file that declares a schema holds SQL only")
      }
    }
  }

  /// The files that `given=` and `schema=` name: part of what runs, and pinned like an included one.
  func declarations(_ code: CodeBlock) -> [String] {
    guard let comparison = code.meaning.settings.comparison, comparison.kind == .schema,
      !comparison.isCaptured
    else { return [] }
    return [code.meaning.settings.schema?.given, comparison.operand].compactMap(\.self)
  }

  private mutating func checkDeclaration(_ code: CodeBlock, _ column: Int) {
    for path in declarations(code) {
      guard let bytes = files.use(path, as: .included) else {
        report(
          .error, code.block.line, column, "the file \(path) does not exist",
          remedy: "paths are relative to the document's directory")
        continue
      }
      guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
        report(.error, code.block.line, column, "the file \(path) is not UTF-8 text")
        continue
      }
      checkCommands(path, bytes, code.block.line, column)
    }
    if let key = code.meaning.settings.schema?.scratch, !hasDatabase(key) {
      report(
        .error, code.block.line, code.meaning.columns["scratch"] ?? 1,
        "scratch=\(key): the front matter has no database of that name",
        remedy: "add it to databases:, or leave scratch= out for a throwaway cluster")
    }
  }
}
