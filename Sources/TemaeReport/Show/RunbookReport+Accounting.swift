import TemaeCore

/// The parts that account for every heading and every block.
extension RunbookReport {
  var filesPart: [StyledLine] {
    guard !runbook.files.isEmpty else { return [] }
    let rows = runbook.files.map { file in
      [StyledLine(file.use.rawValue), StyledLine(file.digest.short, .faint), StyledLine(file.path)]
    }
    return [StyledLine("files", .strong)] + TextTable(rows: rows, indent: 2).lines
  }

  var readingsPart: [StyledLine] {
    guard !runbook.readings.isEmpty else { return [] }
    let rows = runbook.readings.map { reading in
      [
        place(reading.line), StyledLine(reading.meaning), StyledLine(reading.rule, .faint),
        StyledLine(reading.source),
      ]
    }
    return [StyledLine("how it was read", .strong)] + TextTable(rows: rows, indent: 2).lines
  }

  var unsupportedPart: [StyledLine] {
    guard !runbook.unsupported.isEmpty else { return [] }
    let rows = runbook.unsupported.map { [place($0.line), StyledLine($0.fact)] }
    let title =
      "not in this version: \(counted(runbook.unsupported.count, "fact")), each refuses the run"
    return [StyledLine(title, .bad)] + TextTable(rows: rows, indent: 2).lines
  }

  var notRunPart: [StyledLine] {
    let rows = runbook.notRun.map { block in
      [
        place(block.line), StyledLine(block.language.isEmpty ? "(no language)" : block.language),
        StyledLine(block.reason),
      ]
    }
    let title = StyledLine(
      "not run: \(counted(rows.count, "block"))", rows.isEmpty ? .plain : .warning)
    return [title] + TextTable(rows: rows, indent: 2).lines
  }

  var questionsPart: [StyledLine] {
    guard !runbook.questions.isEmpty else { return ["open questions: none"] }
    let title = "open questions: \(runbook.questions.count), to be answered in the document"
    return [StyledLine(title, .warning)]
      + runbook.questions.flatMap { question in
        [StyledLine("  ") + place(question.line).adding("  \(question.text)")]
          + question.annotations.map { StyledLine("      write: \($0)") }
      }
  }

  /// One line for each activity; blocks that a person must run say why.
  func lines(of activities: [Activity], indent: Int) -> [StyledLine] {
    let rows = activities.map { activity -> [StyledLine] in
      let language = activity.language.isEmpty ? "" : " \(activity.language)"
      var title = StyledLine(activity.shortTitle)
      if let reason = activity.byHand { title = title.adding("  by hand: \(reason)", .warning) }
      let settings = activity.settingsText.joined(separator: " ")
      if !settings.isEmpty { title = title.adding("  [\(settings)]", .faint) }
      return [
        StyledLine(activity.id), StyledLine(activity.role.rawValue + language),
        place(activity.line), title,
      ]
    }
    return TextTable(rows: rows, indent: indent).lines
  }

  func place(_ line: Int) -> StyledLine { StyledLine("line \(line)", .faint) }
}

/// `1 block`, `3 blocks`.
func counted(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
