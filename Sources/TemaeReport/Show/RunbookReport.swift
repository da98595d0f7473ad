public import TemaeCore

/// The compiled runbook: what it does, how each part of the document was read, and what will not run:
/// `temae show`.
public struct RunbookReport: Hashable, Sendable {
  let runbook: Runbook

  /// Makes a report on this runbook.
  public init(_ runbook: Runbook) {
    self.runbook = runbook
  }

  /// The report for people.
  ///
  /// It ends with the blocks that never run and the open questions, so that
  /// they are what a person has on the screen.
  public func text(_ style: TextStyle) -> String {
    let parts = [
      head, settingsPart, timelinePart,
      checklistPart("prerequisites", runbook.prerequisites), phasesPart,
      checklistPart("success criteria", runbook.successCriteria), remediesPart, scopesPart,
      followUpsPart, announcementsPart, filesPart, readingsPart, unsupportedPart, notRunPart,
      questionsPart,
    ]
    return parts.filter { !$0.isEmpty }.map { $0.text(style) }.joined(separator: "\n")
  }

  /// The report for programs, pretty-printed; offsets in minutes from T.
  public func json() -> String { value.pretty }
}

extension RunbookReport {
  private var head: [StyledLine] {
    let activities = runbook.steps.flatMap(\.activities)
    let counts =
      "\(counted(runbook.phases.count, "phase")), \(counted(runbook.steps.count, "step")), "
      + "\(counted(activities.count { !$0.isItem }, "block")) and "
      + "\(counted(activities.count(where: \.isItem), "item")) in them"
    return [
      StyledLine(runbook.title, .strong),
      StyledLine("digest \(runbook.digest.hex)", .faint),
      StyledLine(counts).adding(
        runbook.isAnnotated ? ", annotated (temae: 1)" : ", not annotated", .faint),
    ]
  }

  private var settingsPart: [StyledLine] {
    let settings = runbook.settings
    var rows: [[StyledLine]] = [["shell", StyledLine(settings.shell)]]
    func add(_ name: String, _ words: [String]) {
      guard !words.isEmpty else { return }
      rows.append([StyledLine(name), StyledLine(words.joined(separator: ", "))])
    }
    add("time zone", [settings.timezone].compactMap(\.self))
    add("window", [settings.window].compactMap(\.self))
    add(
      "databases",
      settings.databases.map {
        "\($0.key) from $\($0.variable)\($0.isProduction == false ? " (not production)" : "")"
      })
    add("parameters", settings.parameters.map { $0.isSecret ? "\($0.name) (secret)" : $0.name })
    add("secrets", settings.secrets.map { "$\($0)" })
    add("groups", settings.groups.map { "@\($0.name)" })
    add("channels", settings.channels.map { "\($0.name) from $\($0.variable)" })
    return [heading("settings")] + TextTable(rows: rows, indent: 2).lines
  }

  private var timelinePart: [StyledLine] {
    guard !runbook.timeline.isEmpty else { return [] }
    let rows = runbook.timeline.map { mark in
      [StyledLine(TimeText.offset(mark.offset)), place(mark.line), StyledLine(mark.title)]
    }
    return [heading("timeline of the document")] + TextTable(rows: rows, indent: 2).lines
  }

  private var phasesPart: [StyledLine] {
    runbook.phases.flatMap { phase -> [StyledLine] in
      var title = heading("phase \(phase.id)  \(phase.title)")
      if let from = phase.from {
        let to = phase.to.map { " to \(TimeText.offset($0))" } ?? ""
        title = title.adding("  \(TimeText.offset(from))\(to)")
      }
      return [title.adding("  line \(phase.line)", .faint)] + phase.steps.flatMap(lines(of:))
    }
  }

  private func lines(of step: Step) -> [StyledLine] {
    var title = StyledLine("  step \(step.id)  \(step.title)", .strong)
    if let offset = step.offset {
      let until = step.until.map { " to \(TimeText.offset($0))" } ?? ""
      title = title.adding("  \(TimeText.offset(offset))\(until)")
    }
    if let budget = step.budgetSeconds {
      title = title.adding("  budget \(TimeText.elapsed(budget * 1_000_000))")
    }
    if !step.needs.isEmpty { title = title.adding("  needs \(step.needs.joined(separator: ", "))") }
    var lines = [title.adding("  line \(step.line)", .faint)]
    if let line = step.pointOfNoReturn {
      let text = "      point of no return: from here the run only goes forward"
      lines.append(StyledLine(text, .warning).adding("  line \(line)", .faint))
    }
    if let undo = step.undo { lines.append(StyledLine("      undo: \(undo)")) }
    return lines + self.lines(of: step.activities, indent: 4)
  }

  private func checklistPart(_ title: String, _ lists: [Checklist]) -> [StyledLine] {
    guard !lists.isEmpty else { return [] }
    return [heading(title)]
      + lists.flatMap { list in
        [titled(list.title, nil, list.line)] + lines(of: list.activities, indent: 4)
      }
  }

  private var remediesPart: [StyledLine] {
    guard !runbook.remedies.isEmpty else { return [] }
    return [heading("remedies, offered when a step fails")]
      + runbook.remedies.flatMap { remedy in
        [titled(remedy.title, remedy.step.map { "for step \($0)" } ?? "any step", remedy.line)]
          + lines(of: remedy.activities, indent: 4)
      }
  }

  private var scopesPart: [StyledLine] {
    guard !runbook.rollbackScopes.isEmpty else { return [] }
    return [heading("rollback, as the document describes it")]
      + runbook.rollbackScopes.flatMap { scope in
        let place = scope.step.map { "step \($0)" } ?? "whole run"
        var lines = [titled(scope.title, place, scope.line)]
        if let undoes = scope.undoes {
          lines.append(StyledLine("    undoes: steps \(undoes.joined(separator: ", "))"))
        }
        return lines + self.lines(of: scope.activities, indent: 4)
      }
  }

  private var followUpsPart: [StyledLine] {
    guard !runbook.followUps.isEmpty else { return [] }
    let rows = runbook.followUps.map { followUp in
      [
        StyledLine("after \(TimeText.minutes(followUp.afterMinutes))"), place(followUp.line),
        StyledLine(followUp.title),
      ]
    }
    return [notKeptHeading("follow-ups")] + TextTable(rows: rows, indent: 2).lines
  }

  private var announcementsPart: [StyledLine] {
    guard !runbook.announcements.isEmpty else { return [] }
    let rows = runbook.announcements.map { announcement in
      [
        StyledLine(announcement.section), place(announcement.line),
        StyledLine(
          (announcement.everyMinutes.map { "every \(TimeText.minutes($0)): " } ?? "")
            + announcement.text),
      ]
    }
    return [notKeptHeading("announcements")] + TextTable(rows: rows, indent: 2).lines
  }
}

extension RunbookReport {
  private func heading(_ text: String) -> StyledLine { StyledLine(text, .strong) }

  private func notKeptHeading(_ text: String) -> StyledLine {
    heading(text) + StyledLine("  ") + StateMark.notKept.line
  }

  private func titled(_ title: String, _ detail: String?, _ line: Int) -> StyledLine {
    StyledLine("  \(title)").adding(detail.map { "  \($0)" } ?? "").adding("  line \(line)", .faint)
  }
}
