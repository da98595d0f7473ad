import TemaeCore

/// Reads one document into a runbook: section by section, block by block.
struct DocumentReader {
  let source: SourceText
  let blocks: [Block]
  let front: FrontMatter
  let compiler: RunbookCompiler
  let name: String

  var runbook: Runbook
  var diagnostics: [Diagnostic]
  var files: FileRegistry
  var phases: [PhaseDraft] = []
  /// Which blocks have been read: what is left at the end never runs, and is reported.
  var isRead: [Bool]
  /// The line of the heading that is the document's title.
  var titleLine: Int?
  var prerequisiteCount = 0
  var criterionCount = 0
  var remedyCount = 0
  var rollbackCount = 0
  /// Names of captured values, and where a comparison asks for one.
  var captured: Set<String> = []
  var references: [(name: String, line: Int)] = []
  /// What rollback sections say of what they undo, each by its section's line.
  var scopeFacts: [(scope: Int, fact: FactLine)] = []

  init(_ source: SourceText, compiler: RunbookCompiler, name: String) {
    self.source = source
    self.compiler = compiler
    self.name = name
    front = FrontMatter(source)
    blocks = BlockParser.blocks(of: source.parserInput(blankUpTo: front.lineCount))
    diagnostics = front.diagnostics
    files = FileRegistry(compiler.files)
    runbook = Runbook(title: front.title ?? "", digest: .zero)
    runbook.isAnnotated = front.isAnnotated
    runbook.settings = front.settings
    runbook.unsupported = front.unsupported
    isRead = Array(repeating: false, count: blocks.count)
  }

  var isAnnotated: Bool { front.isAnnotated }

  mutating func compile() -> Compilation {
    let root = Section.tree(of: blocks, source)
    nameDocument(root)
    checkFences()
    readGroup(root)
    readLeftovers()
    numberSteps()
    accountForItems()
    checkReferences()
    askWhetherRecovery()
    return finish()
  }

  private mutating func nameDocument(_ root: Section) {
    let first = root.children.first
    if let first, first.level == 1, first.heading?.word == nil { titleLine = first.line }
    guard runbook.title.isEmpty else { return }
    let heading = first?.heading.map { PlainText.trimmed(PlainText.withoutMarkup($0.source)) } ?? ""
    runbook.title = heading.isEmpty ? name : heading
  }

  private mutating func finish() -> Compilation {
    runbook.files = files.uses.map {
      PinnedFile(path: $0.path, digest: compiler.digest($0.bytes), use: $0.use)
    }
    runbook.digest = compiler.digest(files.digested(source.bytes))
    runbook.readings.sort { $0.line < $1.line }
    runbook.notRun.sort { $0.line < $1.line }
    runbook.questions.sort { $0.line < $1.line }
    runbook.unsupported.sort { $0.line < $1.line }
    runbook.remedies.sort { $0.line < $1.line }
    runbook.rollbackScopes.sort { $0.line < $1.line }
    diagnostics += runbook.pivotFindings
    let sorted = diagnostics.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset) < (
        $1.element.line, $1.element.column, $1.offset
      )
    }.map(\.element)
    let hasError = sorted.contains { $0.severity == .error }
    return Compilation(runbook: hasError ? nil : runbook, diagnostics: sorted)
  }

  /// A document of nothing but ways back may itself be the procedure.
  private mutating func askWhetherRecovery() {
    guard !isAnnotated else { return }
    let isTitled = titleLine.map { line in
      let title = blocks.first { $0.line == line }.map { source.headingText($0) } ?? ""
      return [.rollback, .remedies].contains(SectionClass.of(title))
    }
    let isOnlyRecovery =
      phases.allSatisfy(\.steps.isEmpty)
      && !(runbook.rollbackScopes.isEmpty && runbook.remedies.isEmpty)
    guard isTitled == true || isOnlyRecovery else { return }
    ask(
      titleLine ?? 1, "Is this document itself a recovery procedure?",
      ["temae: 1 (front matter), and `Step N:` in the headings of its steps"])
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ line: Int, _ column: Int = 1, _ message: String,
    remedy: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(severity, line: line, column: column, message, remedy: remedy))
  }

  mutating func ask(_ line: Int, _ text: String, _ annotations: [String]) {
    runbook.questions.append(OpenQuestion(line: line, text: text, annotations: annotations))
  }

  mutating func note(_ heading: Heading?, _ meaning: String, _ rule: String) {
    guard let heading else { return }
    runbook.readings.append(
      Reading(line: heading.line, source: heading.source, meaning: meaning, rule: rule))
  }
}
