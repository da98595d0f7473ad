import TemaeCore

extension CompletionReport {
  /// Each step as it was planned and as it was.
  var plannedAgainstActual: ReportSection {
    var section = ReportSection(
      "plannedAgainstActual", "Planned against actual",
      columns: ["Step", "State", "Planned", "Began", "Late", "Ended", "Took", "Budget"])
    section.rows = timeline.timeline.rows.filter { $0.kind == .stage }.map { row in
      let late = row.latenessMicroseconds.map(TimelineReport.lateness)
      return [
        .init(text: Plan.isStep(row.id) ? "\(row.id)  \(row.title)" : row.title), .init(row.mark),
        .init(row.plannedAt.map(timeline.clock)), .init(row.beganAt.map(timeline.clock)),
        .init(text: late?.text ?? "", tone: late?.tone ?? .plain),
        .init(row.endedAt.map(timeline.clock)),
        .init(row.durationMicroseconds.map(TimeText.elapsed)),
        .init(row.budgetMicroseconds.map(TimeText.elapsed)),
      ]
    }
    if let chain = timeline.chainText { section.say("The end depended on: \(chain).") }
    for step in timeline.clockSteps { section.say("\(step.text).", .warning) }
    return section
  }

  /// What the document asks for after completion; nothing of it is done by temae.
  var followUps: ReportSection {
    var section = ReportSection(
      "followUps", "Follow-ups due", columns: ["Due", "What"])
    let promises = Promises(state: state)
    section.rows = state.runbook.followUps.map { followUp in
      let after = "\(TimeText.minutes(followUp.afterMinutes)) after completion"
      return [.init(promises.due(followUp).map(TimeText.dayAndWall) ?? after), "\(followUp.title)"]
    }
    section.say(
      section.rows.isEmpty
        ? "The document names none." : "People do them: temae neither does nor tracks them.")
    return section
  }

  /// What the record does not tell.
  var gaps: ReportSection {
    var section = ReportSection(
      "gaps", "What the record does not tell", columns: ["Event", "What"])
    section.rows = AuditGap.all(in: entries, state: state, payload: payload).map { gap in
      [.init(gap.sequence.map(String.init)), "\(gap.text)"]
    }
    return section
  }
}
