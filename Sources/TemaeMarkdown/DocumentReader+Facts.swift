import TemaeCore

/// Layer 2: facts right under a heading.
extension DocumentReader {
  /// Reads the facts of a step; answers the items that are facts and no manual work.
  mutating func readFacts(_ range: Range<Int>, _ draft: inout StepDraft) -> Set<Int> {
    guard let first = range.first else { return [] }
    readBoldLines(first, &draft)
    guard let list = firstList(range) else { return [] }
    var facts: Set<Int> = []
    for index in range where blocks[index].isItem && blocks[index].list == list {
      let item = ItemText(source, blocks[index])
      guard !item.isTask else { continue }
      guard let line = FactLine(item.text, line: blocks[index].line, column: item.column) else {
        continue
      }
      if take(line, &draft) { facts.insert(index) }
    }
    return facts
  }

  /// The list right under the heading.
  func firstList(_ range: Range<Int>) -> Int? {
    guard let first = range.first, blocks[first].isItem, blocks[first].isTopLevel else {
      return nil
    }
    return blocks[first].list
  }

  private mutating func readBoldLines(_ index: Int, _ draft: inout StepDraft) {
    let block = blocks[index]
    guard block.kind == .paragraph else { return }
    var number = block.line
    while number < min(block.nextLine, source.lines.count + 1), !source.isBlank(number) {
      let text = PlainText.trimmed(source.text(number))
      if let line = FactLine(text, line: number, column: 1) {
        if !takeTime(line, &draft) { checkLooseFact(line) }
      } else if text.hasPrefix("**"), draft.step.offset == nil,
        let span = TimeGrammar.offset(in: PlainText.withoutMarkup(text))
      {
        (draft.step.offset, draft.step.until) = (span.from, span.to)
      }
      number += 1
    }
  }

  /// `**Duration**: 5 min`, `**Time**: T-30`; whether it was one of them.
  private func takeTime(_ line: FactLine, _ draft: inout StepDraft) -> Bool {
    if WordLists.budgetKeys.contains(line.key.lowercased()) {
      if draft.step.budgetSeconds == nil {
        draft.step.budgetSeconds = TimeGrammar.leadingDuration(line.value)
      }
      return true
    }
    guard draft.step.offset == nil,
      let span = TimeGrammar.wholeOffset(PlainText.withoutMarkup(line.value))
    else { return false }
    (draft.step.offset, draft.step.until) = (span.from, span.to)
    return true
  }

  /// Whether the line is a fact; a key that nobody published is prose.
  private mutating func take(_ line: FactLine, _ draft: inout StepDraft) -> Bool {
    guard let key = line.published else {
      if takeTime(line, &draft) { return true }
      reportNearMiss(line)
      return false
    }
    switch key {
    case .budget: return takeBudget(line, &draft)
    case .needs: return takeNeeds(line, &draft)
    case .undo: return takeUndo(line, &draft)
    case .undoes: return misplaced(line)
    case .pointOfNoReturn: return takePointOfNoReturn(line, &draft)
    case .owner:
      if !isAnnotated, !line.value.hasPrefix("@") { return false }
      refuse(line)
    case .approve, .goNoGo, .announce, .choose, .on, .forEach: refuse(line)
    }
    return true
  }

  private mutating func misplaced(_ line: FactLine) -> Bool {
    report(
      isAnnotated ? .error : .warning, line.line, line.column,
      "\(line.key) is a fact of a rollback section, and this is a step",
      remedy: "write **Undo**, or move it below the section's heading")
    return true
  }

  private mutating func refuse(_ line: FactLine) {
    let key = line.published?.rawValue ?? line.key
    runbook.unsupported.append(UnsupportedFact(line: line.line, fact: "\(key): \(line.value)"))
  }

  /// In a document of ours a fact that cannot be read is an error; elsewhere it is prose.
  private mutating func malformed(_ line: FactLine, _ expected: String) -> Bool {
    report(
      isAnnotated ? .error : .note, line.line, line.column,
      "\(line.key): \(line.value) cannot be read", remedy: "write \(expected)")
    return isAnnotated
  }

  private mutating func takeBudget(_ line: FactLine, _ draft: inout StepDraft) -> Bool {
    let parts = line.value.split(separator: ",", maxSplits: 1).map(PlainText.trimmed)
    guard let first = parts.first, let seconds = TimeGrammar.wholeDuration(first) else {
      return malformed(line, "**Budget**: 10 min")
    }
    draft.step.budgetSeconds = seconds
    guard parts.count > 1 else { return true }
    guard parts[1].lowercased().hasPrefix("stop after "),
      TimeGrammar.wholeDuration(String(parts[1].dropFirst(11))) != nil
    else { return malformed(line, "**Budget**: 10 min, stop after 20 min") }
    refuse(line)
    return true
  }

  private mutating func takeNeeds(_ line: FactLine, _ draft: inout StepDraft) -> Bool {
    var needs: [String] = []
    for part in line.value.split(separator: ",").map(PlainText.trimmed) {
      let words = part.split(separator: " ").map(String.init)
      guard words.count == 2, WordLists.stepWords.contains(words[0].lowercased()) else {
        return malformed(line, "**Needs**: step 3, step 5")
      }
      needs.append(words[1])
    }
    guard !needs.isEmpty else { return malformed(line, "**Needs**: step 3, step 5") }
    draft.step.needs = needs
    return true
  }

  private mutating func takeUndo(_ line: FactLine, _ draft: inout StepDraft) -> Bool {
    let value = line.value.lowercased()
    let isIrreversible = value.hasPrefix("irreversible:") && value.count > 14
    let isCovered = value.hasPrefix("covered by step ") && value.count > 16
    guard value == "none needed" || isIrreversible || isCovered else {
      return malformed(line, "none needed, covered by step 3, or irreversible: the reason")
    }
    draft.step.undo = line.value
    return true
  }

  private mutating func takePointOfNoReturn(_ line: FactLine, _ draft: inout StepDraft) -> Bool {
    guard line.value.lowercased() == "yes" else {
      return malformed(line, "**Point of no return**: yes")
    }
    draft.step.pointOfNoReturn = line.line
    return true
  }

  private mutating func reportNearMiss(_ line: FactLine) {
    guard let key = FactKey.near(line.key) else { return }
    report(
      isAnnotated ? .error : .warning, line.line, line.column, "there is no fact \(line.key)",
      remedy: "did you mean **\(key.rawValue)**?")
  }

  /// In a document of ours a fact that is no item of a list would be overlooked.
  private mutating func checkLooseFact(_ line: FactLine) {
    guard isAnnotated, let key = line.published else { return }
    report(
      .error, line.line, line.column, "\(key.rawValue) is a fact only in a bullet list",
      remedy: "write - **\(key.rawValue)**: \(line.value)")
  }

  /// A fact that stands elsewhere than right under its heading would be overlooked.
  mutating func checkStrayFact(_ index: Int) {
    let item = ItemText(source, blocks[index])
    guard !item.isTask,
      let line = FactLine(item.text, line: blocks[index].line, column: item.column)
    else { return }
    guard let key = line.published, key != .on || isAnnotated else { return }
    report(
      isAnnotated ? .error : .warning, line.line, line.column,
      "\(key.rawValue) is a fact only in the list right under a heading",
      remedy: "move it under the heading")
  }
}
