public import TemaeCore

/// The lines with which a driver leaves its run: outcome, duration, deviations, and the promises that
/// this version does not keep.
public struct EndReport {
  let state: RunState
  let now: Instant
  let deviations: DeviationsReport

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - state: the run's state.
  ///   - entries: the run's entries, for who deviated and why.
  ///   - now: the instant, for the duration of a run that has not ended.
  ///   - payload: gives the reasons.
  public init(
    state: RunState, entries: [Entry], at now: Instant, payload: PayloadResolver
  ) {
    self.state = state
    self.now = now
    deviations = DeviationsReport(entries: entries, state: state, payload: payload)
  }

  /// The report for people; a run that can go on ends with the command that does it.
  public func text(_ style: TextStyle) -> String {
    var lines = [outcome]
    if let halt = state.halt {
      lines.append(StyledLine("  " + halt.reason.words(after: halt.detail), .bad))
    }
    lines += deviations.lines
    lines += Promises(state: state).lines
    if !state.status.isEnded {
      let name = ShellWord.quoted(state.opened?.name ?? state.run)
      lines.append(StyledLine("go on with: temae resume \(name)", .active))
    }
    return lines.text(style)
  }

  private var outcome: StyledLine {
    var line = StateMark(state.status).line
    line = line.adding("  \(state.opened?.name ?? state.run)", .strong)
    if let opened = state.openedAt {
      let duration = (state.endedAt ?? now).microseconds(since: opened)
      line = line.adding("  after \(TimeText.elapsed(duration))")
    }
    let resolved = state.plan.stages.flatMap(\.activities)
      .count { state.activity($0.id)?.phase.isResolved == true }
    let total = state.plan.stages.reduce(0) { $0 + $1.activities.count }
    return line.adding("  \(resolved) of \(total) activities dealt with")
  }
}
