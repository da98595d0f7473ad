public import TemaeCore

/// What was not done as written, by whom and why.
public struct DeviationsReport {
  let rows: [AuditRow]

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - entries: the run's entries, in order.
  ///   - state: the run's state after the last of them.
  ///   - payload: gives the reasons.
  public init(entries: [Entry], state: RunState, payload: PayloadResolver) {
    rows = entries.filter(\.event.isDeviation)
      .map { AuditRow($0, state: state, payload: payload) }
  }

  /// How many there are.
  public var count: Int { rows.count }

  /// The report for people.
  public func text(_ style: TextStyle) -> String { lines.text(style) }

  /// An array of the audit's events, compact.
  public func json() -> String { JSONValue.list(rows) { $0.value }.compact + "\n" }

  var lines: [StyledLine] {
    guard !rows.isEmpty else { return [StyledLine("deviations: none", .good)] }
    return [StyledLine("deviations: \(rows.count)", .warning)]
      + rows.flatMap(\.lines).map { $0.indented(by: 2) }
  }
}
