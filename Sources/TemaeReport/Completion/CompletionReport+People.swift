import TemaeCore

extension CompletionReport {
  /// What was not done as written, by whom and why.
  var deviations: ReportSection {
    var section = ReportSection(
      "deviations", "Deviations", columns: ["Event", "When", "Who", "What", "Why"])
    section.rows = entries.filter(\.event.isDeviation).map { entry in
      let row = AuditRow(entry, state: state, payload: payload)
      return [
        "\(entry.sequence)", "\(timeline.clock(entry.at))", "\(Self.who(entry.draft.by))",
        .init(text: row.what, tone: .warning), .init(row.reason.map(ReportText.line)),
      ]
    }
    if section.rows.isEmpty { section.say("None: everything was done as written.", .good) }
    return section
  }

  /// What went wrong, and what was done about it.
  var incidents: ReportSection {
    var section = ReportSection(
      "incidents", "Incidents and remedies", columns: ["Event", "When", "What", "More"])
    var rows = entries.filter(\.event.isIncident).map { entry in
      let row = AuditRow(entry, state: state, payload: payload)
      let more = [row.details, row.reason].compactMap(\.self).map(ReportText.line)
      return (
        entry.sequence,
        [
          "\(entry.sequence)", "\(timeline.clock(entry.at))",
          ReportSection.Cell(text: row.what, tone: row.description.mark.tone),
          .init(text: more.joined(separator: "; ")),
        ]
      )
    }
    // Halts and pauses are events of their own.
    let gaps = timeline.account.interruptions.filter { [.crash, .undriven].contains($0.kind) }
    rows += gaps.map { gap in
      let end = gap.to.map { "to \(timeline.clock($0))" } ?? "and still does"
      return (
        gap.after,
        [
          "\(gap.after)", "\(timeline.clock(gap.from)) \(end)",
          ReportSection.Cell(text: gap.mark.text, tone: gap.mark.tone), "\(gap.text)",
        ]
      )
    }
    section.rows = rows.sorted { $0.0 < $1.0 }.map(\.1)
    if section.rows.isEmpty { section.say("None.", .good) }
    return section
  }

  /// Who took part, from where, and what they agreed to.
  var people: ReportSection {
    var section = ReportSection(
      "people", "People and approvals", columns: ["Who", "Account and host", "Known by", "Did"])
    section.say("A claimed name is the word of an account; a verified one is signed.")
    var order: [Operator] = []
    var acts: [Operator: [String]] = [:]
    for entry in entries {
      let by = entry.draft.by
      if acts[by] == nil { order.append(by) }
      acts[by, default: []] += Self.act(of: entry, state)
    }
    section.rows = order.map { by in
      [
        "\(by.name)", "\(by.account) on \(by.host)",
        .init(text: by.means.rawValue, tone: by.means == .verified ? .good : .plain),
        .init(text: Self.counted(acts[by] ?? [])),
      ]
    }
    return section
  }

  /// What people wrote down.
  var notes: ReportSection {
    var section = ReportSection("notes", "Notes", columns: ["Event", "When", "Who", "Note"])
    for entry in entries {
      guard case .noteAdded(let data) = entry.event else { continue }
      section.rows.append([
        "\(entry.sequence)", "\(timeline.clock(entry.at))", "\(Self.who(entry.draft.by))",
        .init(payloadText(data.text, payload).map(ReportText.line)),
      ])
    }
    if section.rows.isEmpty { section.say("None.") }
    return section
  }

  private static func who(_ by: Operator) -> String { "\(by.name) (\(by.means.rawValue))" }

  /// What somebody did with an entry, in a few words that can be counted; nothing for a driver's own.
  private static func act(of entry: Entry, _ state: RunState) -> [String] {
    if case .runOpened = entry.event { return ["opened the run"] }
    if case .leaseTaken = entry.event { return ["drove epoch \(entry.draft.epoch ?? 0)"] }
    if case .itemAnswered(let data) = entry.event {
      let isItem = state.definition(data.activity)?.kind == .manual
      return [isItem ? "answered \(data.answer.rawValue)" : "agreed that \(data.activity) runs"]
    }
    guard entry.event.isOfPerson else { return [] }
    let told = EventDescription(entry.event) { _ in nil }
    return [[told.mark.word, told.subject].compactMap(\.self).joined(separator: " ")]
  }

  /// `answered yes (9 times), skipped`.
  private static func counted(_ acts: [String]) -> String {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for act in acts {
      if counts[act] == nil { order.append(act) }
      counts[act, default: 0] += 1
    }
    return order.map { counts[$0] == 1 ? $0 : "\($0) (\(counts[$0] ?? 0) times)" }
      .joined(separator: ", ")
  }
}

extension Event {
  /// Whether something went wrong with it, or somebody set something right.
  fileprivate var isIncident: Bool {
    if case .itemAnswered(let data) = self { return data.answer == .no }
    if let outcome = AttemptOutcome(self) { return outcome.isIncident || isSettlement }
    return isIntervention
  }

  private var isSettlement: Bool {
    if case .attemptSettled = self { return true }
    return false
  }

  private var isIntervention: Bool {
    if case .runHalted = self { return true }
    if case .rollbackStarted = self { return true }
    if case .rollbackCompleted = self { return true }
    if case .remedyChosen = self { return true }
    if case .activityAdded = self { return true }
    if case .activityRetried = self { return true }
    if case .targetMismatched = self { return true }
    if case .targetRepinned = self { return true }
    if case .runbookAmended = self { return true }
    if case .descendantsAlive = self { return true }
    if case .endAsked = self { return true }
    return false
  }
}

extension AttemptOutcome {
  fileprivate var isIncident: Bool { phase == .failed || phase == .unknown }
}
