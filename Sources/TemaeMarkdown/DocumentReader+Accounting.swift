import TemaeCore

/// What is left at the end: nothing that a reader calls a step may disappear.
extension DocumentReader {
  /// Blocks that no section claimed, and what looks like one within HTML.
  mutating func readLeftovers() {
    for index in blocks.indices where !isRead[index] {
      if blocks[index].isCode {
        _ = readCode(index, .aside("it stands outside every step"))
      } else if blocks[index].kind == .html {
        accountForFences(in: blocks[index])
      }
    }
  }

  /// Without a blank line before it a fence is text within HTML: a reader sees its words.
  private mutating func accountForFences(in html: Block) {
    let isComment = html.literal.drop(while: \.isWhitespace).hasPrefix("<!--")
    guard !isComment else { return }
    var mark: String?
    let lines = html.literal.split(separator: "\n", omittingEmptySubsequences: false)
    for (offset, line) in lines.enumerated() {
      let text = PlainText.trimmed(line)
      if let open = mark {
        if text.hasPrefix(open) { mark = nil }
        continue
      }
      guard text.hasPrefix("```") || text.hasPrefix("~~~") else { continue }
      mark = String(text.prefix(3))
      let language = text.dropFirst(3).prefix { $0.isLetter }.lowercased()
      runbook.notRun.append(
        UnrunBlock(
          line: html.line + offset, language: language,
          reason: "it is text within HTML: a block needs a blank line before it"))
    }
  }

  /// List items that show a command, and that nothing in the runbook came of.
  mutating func accountForItems() {
    let known = compiledLines
    for index in blocks.indices where blocks[index].isItem && !isRead[index] {
      let block = blocks[index]
      guard !known.contains(block.line), let command = ItemText(source, block).command else {
        continue
      }
      runbook.notRun.append(
        UnrunBlock(
          line: block.line, language: "",
          reason: "`\(command)` in a list: nobody is asked for it unless it is `- [ ]` in a step"))
    }
  }

  /// The lines of everything that is shown or asked in a run.
  private var compiledLines: Set<Int> {
    let lists = (runbook.prerequisites + runbook.successCriteria).flatMap(\.activities)
    let repairs = runbook.remedies.flatMap(\.activities)
    let undoing = runbook.rollbackScopes.flatMap(\.activities)
    let activities = runbook.steps.flatMap(\.activities) + lists + repairs + undoing
    return Set(
      activities.map(\.line) + runbook.steps.map(\.line) + runbook.timeline.map(\.line)
        + runbook.followUps.map(\.line) + runbook.announcements.map(\.line))
  }
}
