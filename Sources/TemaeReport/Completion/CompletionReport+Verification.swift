import TemaeCore

extension CompletionReport {
  /// What success was to be told by, and what it showed.
  var criteria: ReportSection {
    var section = ReportSection(
      "criteria", "Success criteria",
      columns: ["Criterion", "State", "Met", "On whose word", "What"])
    let stage = state.plan.stages.first { $0.id == "success" }
    section.rows = (stage?.activities ?? []).map { activity in
      let finding = findings[activity.id]
      let isMet = state.isMet(activity, findings)
      return [
        "\(activity.id)  \(activity.shortTitle)", .init(mark(of: activity)),
        .init(text: isMet ? "yes" : "no", tone: isMet ? .good : .warning),
        .init(finding?.source), .init(text: said(finding)),
      ]
    }
    if section.rows.isEmpty { section.say("The document has none.", .warning) }
    return section
  }

  /// What was measured before, and how it compares with what was found later.
  var dataVerification: ReportSection {
    var section = ReportSection(
      "dataVerification", "Data verification",
      columns: ["Value", "Before", "Asked", "After", "State", "Check"])
    var captures: [(name: String, entry: Entry, value: Commitment?)] = []
    for entry in entries {
      guard case .valueCaptured(let data) = entry.event else { continue }
      captures.removeAll { $0.name == data.name }
      captures.append((data.name, entry, data.value))
    }
    for capture in captures {
      let before = capture.value.flatMap { payloadText($0, payload) } ?? "(secret)"
      let cell = ReportSection.Cell(
        text: "\(ReportText.line(before)) at \(timeline.clock(capture.entry.at)) "
          + "(event \(capture.entry.sequence))")
      let using = comparisons.filter { $0.settings.comparison?.captured == capture.name }
      if using.isEmpty {
        section.rows.append(["\(capture.name)", cell, "", "", "nothing compares it", ""])
      }
      section.rows += using.map { ["\(capture.name)", cell] + compared($0) }
    }
    section.rows += comparisons.filter { $0.settings.comparison?.captured == nil }.map {
      ["\($0.shortTitle)", ""] + compared($0)
    }
    if section.rows.isEmpty { section.say("Nothing was captured, so nothing could be compared.") }
    return section
  }

  /// What every other check found last.
  var statusByCheck: ReportSection {
    var section = ReportSection(
      "statusByCheck", "Status by check", columns: ["Check", "State", "What", "When"])
    let compared = Set(comparisons.map(\.id))
    for activity in checks where !compared.contains(activity.id) {
      let finding = findings[activity.id]
      section.rows.append([
        "\(activity.id)  \(activity.shortTitle)", .init(mark(of: activity)),
        .init(text: said(finding)), .init(finding.map(place)),
      ])
    }
    if section.rows.isEmpty { section.say("The document has no checks.", .warning) }
    return section
  }

  private var checks: [Activity] {
    state.plan.stages.flatMap(\.activities).filter { $0.role == .check && $0.kind != .manual }
  }

  /// The checks that compare with something that the run captured, or a schema with a declared one.
  private var comparisons: [Activity] {
    checks.filter { activity in
      guard let comparison = activity.settings.comparison else { return false }
      return comparison.captured != nil || comparison.kind == .schema
        || comparison.kind == .unchanged
    }
  }

  private func compared(_ activity: Activity) -> [ReportSection.Cell] {
    let finding = findings[activity.id]
    var after = ""
    if case .check(_, _, let found) = finding?.basis {
      after = payloadText(found, payload).map(ReportText.line) ?? ""
    }
    return [
      .init(activity.settings.comparison?.text), .init(text: after), .init(mark(of: activity)),
      .init([activity.id, finding.map(place)].compactMap(\.self).joined(separator: ", ")),
    ]
  }

  private func mark(of activity: Activity) -> StateMark {
    StateMark(state.activity(activity.id)?.phase ?? .pending)
  }

  private func said(_ finding: Finding?) -> String {
    guard let finding else { return "" }
    return [finding.words(payload), "event \(finding.entry.sequence)"]
      .filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private func place(_ finding: Finding) -> String {
    "\(timeline.clock(finding.entry.at)) (event \(finding.entry.sequence))"
  }
}

extension Comparison {
  /// The name of the captured value that it compares with.
  fileprivate var captured: String? { isCaptured ? operand : nil }
}
