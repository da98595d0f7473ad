import TemaeCore

/// Schedules: a fence, a list or a table of offsets and titles. They are shown, never run.
extension DocumentReader {
  /// `T-60 min: Execute backup`; `nil` for a text that begins with no offset.
  func scheduleRow(_ text: String) -> (offset: Int, title: String)? {
    let plain = PlainText.trimmed(PlainText.withoutMarkup(String(text.prefix(500))))
    guard let span = TimeGrammar.offset(in: plain), span.range.lowerBound == 0 else { return nil }
    var rest = Substring(
      String(String.UnicodeScalarView(plain.unicodeScalars.dropFirst(span.range.count))))
    while let first = rest.first, first.isWhitespace || ":-–—|.)=>→".contains(first) {
      rest.removeFirst()
    }
    return rest.isEmpty ? nil : (span.from, PlainText.trimmed(rest))
  }

  /// Whether an untagged block is a schedule; its rows become marks.
  mutating func readSchedule(_ block: Block, _ line: FenceLine) -> Bool {
    guard line.language.isEmpty || line.language == "text", !line.isAnnotated else { return false }
    let lines = block.literal.split(separator: "\n", omittingEmptySubsequences: false)
    var marks: [TimelineMark] = []
    for (index, text) in lines.enumerated() where !text.allSatisfy(\.isWhitespace) {
      guard let row = scheduleRow(String(text)) else { return false }
      marks.append(TimelineMark(offset: row.offset, title: row.title, line: block.line + 1 + index))
    }
    guard marks.count > 1 else { return false }
    runbook.timeline += marks
    _ = omit(block, line, "a schedule: shown, never run")
    return true
  }

  /// Reads what stands outside steps: schedules, and blocks that never run for the given reason.
  mutating func readAside(_ range: Range<Int>, _ reason: String) {
    var lists: [Int: [Int]] = [:]
    var order: [Int] = []
    for index in range {
      let block = blocks[index]
      if block.isCode {
        _ = readCode(index, .aside(reason))
      } else if block.isItem, block.isTopLevel {
        if lists[block.list] == nil { order.append(block.list) }
        lists[block.list, default: []].append(index)
      } else if block.kind == .table {
        readTable(block)
      }
    }
    for list in order { readList(lists[list] ?? []) }
  }

  private mutating func readList(_ items: [Int]) {
    guard items.count > 1 else { return }
    var marks: [TimelineMark] = []
    for index in items {
      guard let row = scheduleRow(ItemText(source, blocks[index]).text) else { return }
      marks.append(TimelineMark(offset: row.offset, title: row.title, line: blocks[index].line))
    }
    runbook.timeline += marks
  }

  private mutating func readTable(_ block: Block) {
    var marks: [TimelineMark] = []
    var number = block.line + 2
    while number < min(block.nextLine, source.lines.count + 1), !source.isBlank(number) {
      let cells = source.text(number).split(separator: "|").map(PlainText.trimmed)
      number += 1
      let filled = cells.filter { !$0.isEmpty }
      guard let first = filled.first, filled.count > 1 else { continue }
      guard let span = TimeGrammar.wholeOffset(PlainText.withoutMarkup(first)) else { return }
      let title = PlainText.withoutMarkup(filled[1])
      marks.append(TimelineMark(offset: span.from, title: title, line: number - 1))
    }
    guard marks.count > 1 else { return }
    runbook.timeline += marks
  }
}
