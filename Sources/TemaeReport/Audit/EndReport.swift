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
    lines += rollbackLines
    lines += deviations.lines
    lines += Promises(state: state).lines
    if !state.status.isEnded {
      let name = ShellWord.quoted(state.opened?.name ?? state.run)
      lines.append(StyledLine("go on with: temae resume \(name)", .active))
    }
    return lines.text(style)
  }

  /// What a rollback has not undone, and what is not as it was before.
  private var rollbackLines: [StyledLine] {
    guard let rollback = state.rollback else { return [] }
    let report = RollbackReport(state: state, plan: state.rollbackPlan, at: now)
    var lines: [StyledLine] = []
    if let scope = rollback.scope, !scope.isSaid {
      lines.append(
        StyledLine("  by \(scope.title); what that undoes, the document does not say", .warning))
    } else {
      lines += report.plan.items.filter { $0.verdict != .nothing }.map { item in
        StyledLine("  not undone: \(item.activity): \(report.reason(of: item))", .bad)
      }
    }
    let differing = state.comparisons.filter { self.state.activity($0.id)?.phase == .failed }
    lines += differing.map { StyledLine("  not as it was captured: \($0.runbookID)", .bad) }
    if state.status == .rolledBack, rollback.end?.isWhole == false {
      let name = ShellWord.quoted(state.opened?.name ?? state.run)
      lines.append(
        StyledLine("  what is left: temae rollback \(name) --plan; again: without --plan", .active))
    }
    return lines
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
