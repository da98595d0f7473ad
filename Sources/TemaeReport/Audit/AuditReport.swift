public import TemaeCore

/// Who did what, when, from where, on whose word and why: `temae audit`.
///
/// Names are claims unless their means says `verified`; nothing here makes more of them.
public struct AuditReport {
  let state: RunState
  let rows: [AuditRow]
  private let filter: AuditFilter
  private let gaps: [AuditGap]
  /// How many rows there are without a filter.
  private let total: Int

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - entries: the run's entries, in order; output and copies of records are left out.
  ///   - state: the run's state after the last of them.
  ///   - filter: which of them are shown; gaps are those of the whole run.
  ///   - payload: gives reasons, notes and messages.
  public init(
    entries: [Entry], state: RunState, filter: AuditFilter = AuditFilter(),
    payload: PayloadResolver
  ) {
    self.state = state
    self.filter = filter
    gaps = AuditGap.all(in: entries, state: state, payload: payload)
    let told = entries.filter { !$0.event.isCopy }
    total = told.count
    rows = told.filter(filter.admits).map { AuditRow($0, state: state, payload: payload) }
  }

  /// The report for people: deviations first, then gaps, then everything in order.
  public func text(_ style: TextStyle) -> String {
    let name = StyledLine(state.opened?.name ?? state.run, .strong)
    let deviations = rows.filter(\.isDeviation)
    return
      ([name.adding("  \(state.run)", .faint), summary, identities]
      + section("deviations", deviations.flatMap(\.lines))
      + section("gaps", gaps.map(\.line))
      + section("events", rows.flatMap(\.lines))).text(style)
  }

  private func section(_ title: String, _ lines: [StyledLine]) -> [StyledLine] {
    [StyledLine(title, .strong)] + (lines.isEmpty ? [StyledLine("  none", .faint)] : lines)
  }

  private var summary: StyledLine {
    let deviations = rows.count(where: \.isDeviation)
    let count = counted(total, "event")
    let shown = filter.isOpen ? count : "\(rows.count) of \(count)"
    return StyledLine(
      "\(shown), \(counted(deviations, "deviation"))", deviations > 0 ? .warning : .good)
  }

  /// How the journal knows who they were: the most that a name in this report is worth.
  private var identities: StyledLine {
    let verified = rows.count { $0.entry.draft.by.means == .verified }
    let claimed = rows.count - verified
    if claimed == 0, verified > 0 { return StyledLine("who: every name is verified", .good) }
    let text = "who: \(claimed) claimed (the account's word, nobody signed), \(verified) verified"
    return StyledLine(text, .warning)
  }

  /// `{run, name, deviations, gaps, events}`, compact.
  public func json() -> String {
    let value: JSONValue = [
      "run": .string(state.run), "name": JSONValue(state.opened?.name),
      "total": .integer(total),
      "deviations": .integer(rows.count(where: \.isDeviation)),
      "gaps": .list(gaps) { $0.value },
      "events": .list(rows) { $0.value },
    ]
    return value.compact + "\n"
  }

  /// RFC 4180 with a header; a cell that a spreadsheet would take for a formula begins with `'`.
  ///
  /// Gaps follow the events, as rows of the type `gap`.
  public func csv() -> String {
    ([AuditRow.columns] + rows.map(\.cells) + gaps.map(AuditRow.cells(of:))).map { row in
      row.map(Self.quoted).joined(separator: ",") + "\r\n"
    }.joined()
  }

  private static func quoted(_ cell: String) -> String {
    let safe = SafeText.neutralized(cell, keepsLines: true)
    let isFormula = safe.first.map { "=+-@\t".contains($0) } ?? false
    let text = isFormula ? "'" + safe : safe
    guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}

extension Event {
  /// Whether it only holds what others hold too: output and the supervisor's record of a start.
  var isCopy: Bool {
    if case .attemptOutput = self { return true }
    if case .attemptStarted = self { return true }
    return false
  }
}
