public import TemaeCore

/// A run right after one of its events: what happened, what was true then, and what came next.
public struct ReplayMoment {
  let state: RunState
  let entry: Entry
  let row: AuditRow
  /// The entry that follows in the journal; `nil` where the run has no more.
  let next: Entry?
  let last: Entry
  let status: StatusReport
  let output: OutputBefore
  let payload: PayloadResolver
  private let digest: StateDigest
  private let interruption: Interruption?

  /// Makes it from what the journal holds.
  ///
  /// - Parameters:
  ///   - entry: the last one that had happened.
  ///   - next: the one after it.
  ///   - last: the run's last one.
  ///   - state: the run's state after the entry.
  ///   - standing: what else is known after the entry.
  ///   - output: entries back from the moment, at least as far as ``ReplayStanding`` says that the
  ///     output reaches.
  ///   - isStrict: whether only the output of the activity that the entry is about is shown.
  ///   - digest: the digest of the state.
  ///   - payload: gives messages, notes, reasons and output.
  public init(
    _ entry: Entry, next: Entry?, last: Entry, state: RunState, standing: ReplayStanding,
    output: some Sequence<Entry>, isStrict: Bool = true, digest: StateDigest,
    payload: @escaping PayloadResolver
  ) {
    self.entry = entry
    self.next = next
    self.last = last
    self.state = state
    self.digest = digest
    self.payload = payload
    row = AuditRow(entry, state: state, payload: payload)
    status = StatusReport(
      state: state, at: entry.at, holder: standing.driver(of: state), payload: payload,
      clockSteps: standing.clockSteps.found)
    self.output = OutputBefore(
      of: standing.output(after: entry, strictly: isStrict)?.activity, in: output)
    interruption = standing.interruptions.found.last { $0.before == entry.sequence }
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String {
    (heading + section("what happened", happening) + section("what was true then", status.standing)
      + section("what came next by the machine's rules", decision)
      + section("its output so far", outputLines(limit: Self.outputLines))).text(style)
  }

  /// `{run, name, event, state, digest, decision, output}`, compact.
  public func json() -> String {
    let value: JSONValue = [
      "run": .string(state.run), "name": JSONValue(state.opened?.name),
      "event": row.value, "cause": JSONValue(entry.draft.cause), "state": status.value,
      "digest": ["v": .integer(digest.version), "digest": .string(digest.digest.hex)],
      "decision": .string(Waiting(of: state, at: entry.at).text),
      "why": .string(DecisionReason(of: state, at: entry.at).text),
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
    row.lines.map { $0.indented(by: 2) } + circumstances.map { $0.indented(by: 8) }
  }

  /// What led to the entry, as far as it is recorded.
  var circumstances: [StyledLine] {
    var lines: [StyledLine] = []
    if let interruption {
      let mark = interruption.mark
      lines.append(StyledLine("\(mark.text): \(interruption.text)", mark.tone))
    }
    if let cause = entry.draft.cause {
      lines.append(StyledLine("because of event \(cause)", .faint))
    }
    return lines
  }

  /// What the machine decided on that state at that instant, and why.
  var decision: [StyledLine] {
    let waiting = Waiting(of: state, at: entry.at)
    return [
      StyledLine("  \(waiting.text)", waiting.isForPerson ? .warning : .active),
      StyledLine("  because \(DecisionReason(of: state, at: entry.at).text)", .faint),
    ]
  }

  /// The end of what the activity of the moment had printed.
  func outputLines(limit: Int) -> [StyledLine] {
    let lines = [StyledLine](block: output.text(payload), indent: 2)
    guard lines.count > limit else { return lines }
    let more = StyledLine("  … \(lines.count - limit) lines before", .faint)
    return [more] + lines.suffix(limit)
  }
}
