public import TemaeCore

/// Who did what, when, from where, on whose word and why: `temae audit`.
///
/// Names are claims unless their means says `verified`; nothing here makes more of them.
public struct AuditReport {
  let state: RunState
  let rows: [AuditRow]
  private let clockSteps: [ClockStep]

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - entries: the run's entries, in order; output and copies of records are left out.
  ///   - state: the run's state after the last of them.
  ///   - payload: gives reasons, notes and messages.
  public init(entries: [Entry], state: RunState, payload: PayloadResolver) {
    self.state = state
    clockSteps = ClockStep.all(in: entries)
    rows = entries.filter { !$0.event.isCopy }
      .map { AuditRow($0, state: state, payload: payload) }
  }

  /// The report for people; deviations are marked with `! deviation`.
  public func text(_ style: TextStyle) -> String {
    let name = StyledLine(state.opened?.name ?? state.run, .strong)
    let count = rows.count(where: \.isDeviation)
    let tone: Tone = count > 0 ? .warning : .good
    let summary = "\(counted(rows.count, "event")), \(counted(count, "deviation"))"
    return
      ([name.adding("  \(state.run)", .faint), StyledLine(summary, tone)]
      + clockSteps.map(\.line) + rows.flatMap(\.lines)).text(style)
  }

  /// `{run, name, deviations, events}`, compact.
  public func json() -> String {
    let value: JSONValue = [
      "run": .string(state.run), "name": JSONValue(state.opened?.name),
      "deviations": .integer(rows.count(where: \.isDeviation)), "events": .list(rows) { $0.value },
    ]
    return value.compact + "\n"
  }

  /// RFC 4180 with a header; a cell that a spreadsheet would take for a formula begins with `'`.
  public func csv() -> String {
    ([AuditRow.columns] + rows.map(\.cells)).map { row in
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
