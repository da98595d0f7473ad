import TemaeCore

/// What a rollback section of the whole run says that it undoes.
extension DocumentReader {
  /// The fact in the list right under the section's heading.
  func scopeFact(_ range: Range<Int>) -> (index: Int, line: FactLine)? {
    guard let list = firstList(range) else { return nil }
    for index in range where blocks[index].isItem && blocks[index].list == list {
      let item = ItemText(source, blocks[index])
      guard !item.isTask,
        let line = FactLine(item.text, line: blocks[index].line, column: item.column),
        line.published == .undoes
      else { continue }
      return (index, line)
    }
    return nil
  }

  /// Finds the steps, once all of them are known.
  mutating func readScopeFacts() {
    for (scope, fact) in scopeFacts {
      let place = runbook.rollbackScopes.firstIndex { $0.line == scope }
      guard let place else {
        reportScope(fact, "there is nothing to carry out below this heading")
        continue
      }
      if let step = runbook.rollbackScopes[place].step {
        reportScope(fact, "this section undoes step \(step), below which it stands")
        continue
      }
      runbook.rollbackScopes[place].undoes = undone(by: fact)
    }
  }

  private mutating func undone(by fact: FactLine) -> [String]? {
    let value = PlainText.withoutMarkup(fact.value).lowercased()
    let all = runbook.steps.map(\.id)
    if value == "everything" { return all }
    guard value.hasPrefix(Self.rest) else { return steps(named: value[...], fact) }
    let last = steps(named: value.dropFirst(Self.rest.count), fact, atMost: 1)?.first
    return last.flatMap(all.firstIndex).map { Array(all[($0 + 1)...]) }
  }

  private static let rest = "everything after "

  /// `step 4, step 5`; `nil` where that cannot be read, which is reported.
  private mutating func steps(
    named text: Substring, _ fact: FactLine, atMost most: Int = .max
  ) -> [String]? {
    let parts = text.split(separator: ",").map { $0.split(separator: " ").map(String.init) }
    let isRead = parts.allSatisfy { $0.count == 2 && WordLists.stepWords.contains($0[0]) }
    guard isRead, (1...most).contains(parts.count) else {
      reportScope(fact, "\(fact.key): \(fact.value) cannot be read")
      return nil
    }
    var found: [String] = []
    for name in parts.map({ $0[1] }) {
      guard let step = runbook.steps.first(where: { $0.id.lowercased() == name }) else {
        reportScope(fact, "there is no step \(name)")
        return nil
      }
      found.append(step.id)
    }
    return found
  }

  private mutating func reportScope(_ fact: FactLine, _ problem: String) {
    report(
      isAnnotated ? .error : .warning, fact.line, fact.column, problem,
      remedy: "write everything, everything after step 3, or step 4, step 5")
  }
}
