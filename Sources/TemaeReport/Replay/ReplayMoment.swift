public import TemaeCore

/// A run right after one of its events: what happened, what was true then, and what came next.
public struct ReplayMoment {
  let state: RunState
  let entry: Entry
  let row: AuditRow
  private let status: StatusReport
  private let digest: StateDigest
  private let payload: PayloadResolver
  private let last: Entry
  private let output: OutputBefore

  /// Makes it from what the journal holds.
  ///
  /// - Parameters:
  ///   - entries: the run's entries up to the moment and beyond, in order.
  ///   - count: how many of them have happened; at least one.
  ///   - state: the run's state after those.
  ///   - digest: the digest of that state.
  ///   - payload: gives messages, notes, reasons and output.
  public init(
    entries: [Entry], count: Int, state: RunState, digest: StateDigest,
    payload: @escaping PayloadResolver
  ) {
    let happened = entries.prefix(count)
    guard let entry = happened.last, let last = entries.last else {
      preconditionFailure("a moment of a run comes after one of its events")
    }
    self.state = state
    self.entry = entry
    self.last = last
    self.digest = digest
    self.payload = payload
    row = AuditRow(entry, state: state, payload: payload)
    status = StatusReport(
      state: state, at: entry.at, holder: Self.driver(of: state, happened), payload: payload,
      entries: Array(happened))
    output = OutputBefore(happened, subject: row.description.subject)
  }

  /// Who drove the run then, in words; `nil` when nobody did.
  private static func driver(of state: RunState, _ entries: ArraySlice<Entry>) -> String? {
    guard !state.isReleased else { return nil }
    for entry in entries.reversed() {
      if case .leaseTaken(let lease) = entry.event {
        return "process \(lease.processID) of \(entry.draft.by.name) on \(entry.draft.by.host)"
      }
    }
    return nil
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String {
    (heading + section("what happened", happening) + section("what was true then", status.standing)
      + section("what came next by the machine's rules", [decision])
      + section("its output so far", outputLines(limit: Self.outputLines))).text(style)
  }

  /// `{run, name, event, state, digest, decision, output}`, compact.
  public func json() -> String {
    let value: JSONValue = [
      "run": .string(state.run), "name": JSONValue(state.opened?.name),
      "event": row.value, "cause": JSONValue(entry.draft.cause), "state": status.value,
      "digest": ["v": .integer(digest.version), "digest": .string(digest.digest.hex)],
      "decision": .string(Waiting(of: state, at: entry.at).text),
      "output": .string(output.text(payload)),
    ]
    return value.compact + "\n"
  }

  private func section(_ title: String, _ lines: [StyledLine]) -> [StyledLine] {
    lines.isEmpty ? [] : [StyledLine(title, .strong)] + lines
  }
}

extension ReplayMoment {
  /// How many lines of output are shown; `temae log` has them all.
  static let outputLines = 20

  var heading: [StyledLine] {
    var line = StyledLine(state.opened?.name ?? state.run, .strong)
    line = line.adding("  after event \(entry.sequence)")
    line = line.adding("  (\(entry.position) of \(last.position) of the run)", .faint)
    let version = "state encoding \(digest.version)"
    return [line, StyledLine("\(version): \(digest.digest.hex)", .faint)]
  }

  /// Who did what, and on account of what.
  var happening: [StyledLine] {
    var lines = row.lines.map { $0.indented(by: 2) }
    if let cause = entry.draft.cause {
      lines.append(StyledLine("because of event \(cause)", .faint).indented(by: 8))
    }
    return lines
  }

  /// What the machine decided on that state at that instant.
  var decision: StyledLine {
    let waiting = Waiting(of: state, at: entry.at)
    return StyledLine("  \(waiting.text)", waiting.isForPerson ? .warning : .active)
  }

  /// The end of what the activity of the moment had printed.
  func outputLines(limit: Int) -> [StyledLine] {
    let lines = [StyledLine](block: output.text(payload), indent: 2)
    guard lines.count > limit else { return lines }
    let more = StyledLine("  … \(lines.count - limit) lines before", .faint)
    return [more] + lines.suffix(limit)
  }

  /// Where the run stood, for a pane of its own.
  var standing: [StyledLine] { status.standing }
}
