public import TemaeCore

/// What a run came to, for those who were not there: `temae report`.
///
/// Every sentence of it is worked out from the run's entries. Nothing is asserted: success is what the
/// document's success criteria show, and where they show nothing, that is said.
public struct CompletionReport {
  let state: RunState
  let entries: [Entry]
  let payload: PayloadResolver
  let timeline: TimelineReport
  let findings: [String: Finding]
  let outcome: RunOutcome
  private let head: String?

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - state: the run's state after the last of the entries.
  ///   - entries: all entries of the run, from its first.
  ///   - now: for a run that has not ended, the instant for which everything is said.
  ///   - head: size and root of the journal, or why it has none; `nil` where that is not known.
  ///   - payload: gives values, reasons, notes and messages.
  public init(
    state: RunState, entries: [Entry], at now: Instant, head: String? = nil,
    payload: @escaping PayloadResolver
  ) {
    self.head = head
    self.state = state
    self.entries = entries
    self.payload = payload
    timeline = TimelineReport(state: state, entries: entries, at: now)
    findings = Finding.all(in: entries)
    outcome = RunOutcome(state, findings)
  }

  /// All parts in their order.
  var sections: [ReportSection] {
    [
      criteria, dataVerification, statusByCheck, deviations, incidents, people, notes,
      plannedAgainstActual, followUps, gaps,
    ]
  }

  /// What stands at the head, and what a template can take from there.
  var facts: [(name: String, title: String, cell: ReportSection.Cell)] {
    var facts: [(String, String, ReportSection.Cell)] = [
      ("outcome", "Outcome", .init(outcome.mark)),
      ("outcomeReason", "Why", .init(text: outcome.reason)),
      ("status", "Status of the run", .init(StateMark(state.status))),
      ("run", "Run", "\(timeline.name)"),
      ("id", "Id", "\(state.run)"),
      ("document", "Document", .init(state.opened?.document)),
      ("digest", "Digest of the runbook", "\(state.runbook.digest)"),
      ("t0", "T", .init(state.opened?.t0.map(TimeText.dayAndWall) ?? "none")),
      ("opened", "Opened", .init(state.openedAt.map(TimeText.dayAndWall))),
      ("ended", "Ended", .init(state.endedAt.map(TimeText.dayAndWall) ?? "not yet")),
    ]
    if let opened = state.openedAt {
      let end = state.endedAt ?? timeline.timeline.now
      facts.append(
        ("duration", "Duration", "\(TimeText.elapsed(end.microseconds(since: opened)))"))
    }
    facts += [
      ("timesWentInto", "Time went into", "\(timeline.account.shares.text)"),
      ("databases", "Databases", "\(databases)"),
      ("rehearsal", "Rehearsal", rehearsal),
      ("deviationCount", "Deviations", "\(entries.count(where: \.event.isDeviation))"),
      ("events", "Events", "\(entries.count), the last is \(entries.last?.sequence ?? 0)"),
    ]
    if let head { facts.append(("journal", "Journal, size and root", "\(head)")) }
    return facts
  }

  private var rehearsal: ReportSection.Cell {
    if let purpose = state.opened?.purpose { return .init(text: purpose.words, tone: .warning) }
    guard let rehearsal = RollbackPlan(of: state).rehearsal else {
      return "none is known of when the run was opened"
    }
    return .init(text: rehearsal.text, tone: rehearsal.tone)
  }

  private var databases: String {
    state.targets.map { target in
      let identity = target.identity
      return "\(target.database): \(identity.database) at \(identity.host), server "
        + "\(identity.serverVersion), system \(identity.systemIdentifier)"
    }.joined(separator: "; ")
  }
}
