import TemaeCore

/// Layer 3: what a block of code is, and whether it can run.
extension DocumentReader {
  /// A block on its way to an activity.
  struct CodeBlock {
    var index: Int
    var block: Block
    var line: FenceLine
    var meaning: FenceMeaning
    var place: Place
    var role: Role
    /// Why it must be run by hand.
    var byHand: String?
    var kind = Activity.Kind.manual

    var hasRole: Bool { meaning.role != nil }
  }

  /// Reads a block; `nil` when it never runs, which is then on record.
  mutating func readCode(_ index: Int, _ place: Place) -> StepDraft.Entry? {
    guard !isRead[index] else { return nil }
    isRead[index] = true
    let block = blocks[index]
    guard case .fence(let character, _) = block.kind else { return readIndented(block, place) }
    let line = FenceLine(source, block, character: character)
    if let problem = line.problem {
      report(.error, block.line, problem.column, problem.message)
      return omit(block, line, "its attributes cannot be parsed")
    }
    if let role = line.nakedRole {
      report(
        .error, block.line, 1,
        "\(role) is a role only in braces: as it stands the block is a change",
        remedy: "write {\(role)}, with its keys in the same braces")
      return omit(block, line, "\(role) without braces")
    }
    if readSchedule(block, line) { return nil }
    if line.isDirective, !isAnnotated { return omit(block, line, "a directive of another tool") }
    let meaning = FenceMeaning(line)
    report(meaning, block)
    var code = CodeBlock(
      index: index, block: block, line: line, meaning: meaning, place: place,
      role: meaning.role ?? place.defaultRole)
    if let first = meaning.unknown.first { code.byHand = first.message }
    if meaning.role == .example { return omit(block, line, "role .example") }
    if case .aside(let reason) = place { return omitAside(code, reason) }
    guard place.allows(code.role) || !meaning.unsupported.isEmpty else {
      report(
        isAnnotated ? .error : .warning, block.line, 1,
        ".\(code.role.rawValue) has no meaning in \(place.name)")
      return omit(block, line, ".\(code.role.rawValue) has no meaning in \(place.name)")
    }
    guard decideKind(&code) else { return nil }
    return entry(code)
  }

  private mutating func report(_ meaning: FenceMeaning, _ block: Block) {
    for finding in meaning.invalid { report(.error, block.line, finding.column, finding.message) }
    for finding in meaning.unknown {
      report(
        isAnnotated ? .error : .note, block.line, finding.column, finding.message,
        remedy: isAnnotated ? nil : "the block must be run by hand")
    }
    runbook.unsupported += meaning.unsupported.map {
      UnsupportedFact(line: block.line, fact: $0.message)
    }
  }

  private mutating func readIndented(_ block: Block, _ place: Place) -> StepDraft.Entry? {
    let reason = "indented code never runs: put it in a fence"
    guard place == .step else { return omit(block, nil, reason) }
    let activity = Activity(
      id: "", kind: .manual, role: .change, line: block.line, text: text(block), byHand: reason)
    record(block, "indented code", "by hand: \(Role.change.rawValue)", reason)
    return StepDraft.Entry(activity: activity, place: place)
  }

  private mutating func omitAside(_ code: CodeBlock, _ reason: String) -> StepDraft.Entry? {
    if let role = code.meaning.role {
      report(
        isAnnotated ? .error : .warning, code.block.line, 1,
        "the block has the role .\(role.rawValue), but \(reason)",
        remedy: "move it into a step, or make it .example")
    }
    return omit(code.block, code.line, reason)
  }

  /// What runs the block, or why a person must; `false` when nobody does.
  private mutating func decideKind(_ code: inout CodeBlock) -> Bool {
    let language = code.line.language
    if !code.meaning.unsupported.isEmpty {
      code.byHand = code.byHand ?? "this version lacks \(code.meaning.unsupported[0].message)"
    } else if language == "sql" {
      code.kind = .sql
      testSQL(&code)
    } else if WordLists.shellLanguages.contains(language) || language.isEmpty && code.hasRole {
      code.kind = .shell
      testShell(&code)
    } else if !decideOther(&code, language) {
      return false
    }
    if code.byHand == nil, let reason = surroundings(code) { code.byHand = reason }
    testVisibility(&code)
    if code.byHand != nil { code.kind = .manual }
    return true
  }

  /// Nothing that a reader sees only after a click runs by itself, whatever its attributes say.
  private mutating func testVisibility(_ code: inout CodeBlock) {
    guard code.byHand == nil, let line = code.block.hiddenSince else { return }
    let reason = "it stands in the <details> of line \(line), which a reader sees closed"
    code.byHand = reason
    guard isAnnotated else { return }
    report(
      .warning, code.block.line, 1, "this block must be run by hand: \(reason)",
      remedy: "move it out, or write <details open>")
  }

  /// A language that nothing here runs: data is left out, a program is run by hand.
  private mutating func decideOther(_ code: inout CodeBlock, _ language: String) -> Bool {
    let isTranscript = WordLists.transcriptLanguages.contains(language)
    if language.isEmpty || isTranscript {
      let what = language.isEmpty ? "untagged" : "a transcript"
      if code.hasRole {
        code.byHand = code.byHand ?? "\(what): not a script"
        return true
      }
      if code.place == .step { askAboutUntagged(code, what) }
      _ = omit(code.block, code.line, "\(what): never runs without annotation")
      return false
    }
    if WordLists.inertLanguages.contains(language), !code.hasRole {
      _ = omit(code.block, code.line, "\(language) is nothing that runs")
      return false
    }
    code.byHand = code.byHand ?? "this version does not run \(language)"
    return true
  }

  private mutating func askAboutUntagged(_ code: CodeBlock, _ what: String) {
    ask(
      code.block.line, "This block is \(what): does it run, or does it show something?",
      ["text {.example}", "bash {.change}"])
  }

  private mutating func testShell(_ code: inout CodeBlock) {
    let settings = code.meaning.settings
    for (isSet, name) in [
      (settings.registersHistory, "history"), (settings.isOutsideTransaction, "no-tx"),
      (settings.isDiscarded, "discard"), (settings.schema != nil, "schema"),
      (settings.ownTransactions != nil, "own-tx"),
    ] where isSet {
      report(.error, code.block.line, code.meaning.columns[name] ?? 1, "\(name) is for SQL blocks")
    }
    checkDatabase(code)
    if code.line.language == "zsh" { code.byHand = code.byHand ?? "this version does not run zsh" }
    if code.byHand == nil {
      code.byHand = StaticTest.shell(code.block.literal, isWatch: code.role == .watch)
    }
    let shell = shell(of: code)
    if code.byHand == nil, let message = compiler.syntax(shell, text(code.block)) {
      code.byHand = "it does not parse in \(shell): \(message)"
    }
    guard isAnnotated, let reason = code.byHand, code.meaning.unknown.isEmpty else { return }
    report(.warning, code.block.line, 1, "this block must be run by hand: \(reason)")
  }

  private func shell(of code: CodeBlock) -> String {
    code.meaning.settings.shell
      ?? (code.line.language == "sh" ? "sh" : runbook.settings.shell)
  }

  /// `db=` names a key of the front matter.
  func hasDatabase(_ key: String) -> Bool { runbook.settings.database(key) != nil }

  mutating func checkDatabase(_ code: CodeBlock) {
    guard let key = code.meaning.settings.database, !hasDatabase(key) else { return }
    let known = runbook.settings.databases.map(\.key).joined(separator: ", ")
    report(
      .error, code.block.line, code.meaning.columns["db"] ?? 1,
      "db=\(key): the front matter has no database of that name",
      remedy: known.isEmpty ? "add databases: {\(key): {env: NAME}}" : "known: \(known)")
  }

  /// What the text around an unannotated block says about it.
  private func surroundings(_ code: CodeBlock) -> String? {
    guard !code.hasRole else { return nil }
    if code.block.quotes > 0 { return "it stands in a quotation" }
    guard code.index > 0, blocks[code.index - 1].kind == .paragraph else { return nil }
    let above = blocks[code.index - 1]
    let text = source.paragraph(above.line, from: above.column, before: above.nextLine)
    let plain = PlainText.trimmed(PlainText.withoutMarkup(String(text.suffix(300)))).lowercased()
    let last = plain.split(separator: ".").last.map(String.init) ?? plain
    let line = plain.split(separator: "\n").last.map { PlainText.trimmed(String($0)) } ?? plain
    if line.hasPrefix("file:") || line.hasPrefix("filename:") { return "it is a file's content" }
    if last.hasSuffix("file:") || last.hasSuffix("file with:") { return "it is a file's content" }
    if last.hasSuffix("output:") || last.contains("output should") { return "it is an output" }
    let isLike = ["like the following", "similar to the following", "looks like", "look like"]
    return isLike.contains(where: last.contains) ? "it shows what something is like" : nil
  }

  private mutating func entry(_ code: CodeBlock) -> StepDraft.Entry {
    var settings = code.meaning.settings
    if code.kind == .shell, settings.shell == nil, shell(of: code) != runbook.settings.shell {
      settings.shell = shell(of: code)
    }
    settings.isConfirmed = code.place == .gate && !code.hasRole
    checkRole(code, &settings)
    if code.kind == .shell { settings.scripts = scripts(code) }
    if code.kind == .sql { settings.includes = includes(code) + declarations(code) }
    let activity = Activity(
      id: "", kind: code.kind, role: code.role, language: code.line.language,
      line: code.block.line, text: text(code.block), byHand: code.byHand, settings: settings)
    let rule = code.hasRole ? "role .\(code.role.rawValue)" : "in \(code.place.name)"
    let meaning = code.byHand == nil ? code.role.rawValue : "by hand: \(code.role.rawValue)"
    record(code.block, code.line.info, meaning, code.byHand.map { "static test: \($0)" } ?? rule)
    return StepDraft.Entry(activity: activity, place: code.place, name: code.meaning.name)
  }

  /// What a role needs, and what the settings refer to.
  private mutating func checkRole(_ code: CodeBlock, _ settings: inout ActivitySettings) {
    if code.role == .capture, settings.capture == nil {
      settings.capture = code.meaning.name
      if settings.capture == nil {
        report(.error, code.block.line, 1, "a capture needs a name", remedy: "add capture=NAME")
      }
    }
    if let name = settings.capture { captured.insert(name) }
    if let comparison = settings.comparison, comparison.isCaptured {
      references.append((comparison.operand, code.block.line))
    }
    if settings.isSecret, settings.capture == nil {
      report(
        .error, code.block.line, code.meaning.columns["secret"] ?? 1, "secret goes with capture=")
    }
    if settings.on != nil, code.role != .remedy {
      report(.error, code.block.line, code.meaning.columns["on"] ?? 1, "on= belongs to .remedy")
    }
    if code.role == .watch, settings.untilOffset == nil, settings.forSeconds == nil {
      report(
        .error, code.block.line, 1, "a watch needs an end", remedy: "add until=T+15 or for=10m")
    }
    if code.role == .probe, code.kind == .sql, settings.comparison == nil {
      report(
        .error, code.block.line, 1, "a SQL probe compares its result",
        remedy: "add equals=, at-least=, at-most=, matches= or empty")
    }
    checkLines(code)
  }

  private mutating func checkLines(_ code: CodeBlock) {
    guard code.byHand == nil else { return }
    let last = min(
      code.block.line + code.block.literal.utf8.count { $0 == 0x0A }, source.lines.count)
    for number in code.block.line...max(last, code.block.line)
    where source.line(number).count > SourceText.lineLimit {
      report(
        .error, number, 1,
        "a line of a block that runs is longer than \(SourceText.lineLimit) bytes",
        remedy: "put it in a file")
    }
  }

  /// The block's content with LF line ends.
  func text(_ block: Block) -> String { block.literal }

  /// The literal paths of scripts that the block runs; those that exist are pinned.
  private mutating func scripts(_ code: CodeBlock) -> [String] {
    var found: [String] = []
    for words in ShellText(code.block.literal).commands {
      guard let path = Self.scriptPath(words) else { continue }
      let full = code.meaning.settings.directory.map { "\($0)/\(path)" } ?? path
      guard !found.contains(full) else { continue }
      if files.use(full, as: .script) == nil {
        report(
          .warning, code.block.line, 1, "the script \(full) does not exist",
          remedy: "paths are relative to the document's directory")
      }
      found.append(full)
    }
    return found
  }

  private static func scriptPath(_ words: [String]) -> String? {
    let shells: Set<String> = ["bash", "sh", "source", "."]
    let isNamed = shells.contains(words[0])
    let candidate = isNamed ? words.dropFirst().first { !$0.hasPrefix("-") } : words[0]
    guard let path = candidate, !(isNamed && words.contains("-c")) else { return nil }
    guard isNamed || path.hasPrefix("./") || path.hasPrefix("../") || path.hasSuffix(".sh") else {
      return nil
    }
    let isLiteral = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-+@".contains($0) }
    guard isLiteral, !path.hasPrefix("/"), path != "." else { return nil }
    return path
  }

  /// Puts a block that never runs on record.
  mutating func omit(_ block: Block, _ line: FenceLine?, _ reason: String) -> StepDraft.Entry? {
    runbook.notRun.append(
      UnrunBlock(line: block.line, language: line?.language ?? "", reason: reason))
    record(block, line?.info ?? "indented code", "not run", reason)
    return nil
  }

  private mutating func record(_ block: Block, _ info: String, _ meaning: String, _ rule: String) {
    runbook.readings.append(
      Reading(line: block.line, source: info, meaning: meaning, rule: rule))
  }
}
