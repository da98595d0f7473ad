import TemaeCore

/// Everything that a timeline shows, as values: the formats only draw it.
struct Timeline {
  let state: RunState
  let account: TimeAccount
  let budgets: Budgets
  let forecast: Forecast
  /// By when to decide on a rollback.
  let latestDecision: LatestDecision
  /// The instant for which it is said.
  let now: Instant
  /// Phases, stages, activities and attempts, in their order.
  let rows: [TimelineRow]
  /// When the run did not go on.
  let interruptions: [TimelineRow]

  init(state: RunState, entries: [Entry], at now: Instant) {
    self.state = state
    let last = entries.map(\.at).max() ?? now
    // A clock that was set back must not make the past end before its last event.
    self.now = state.endedAt ?? max(now, last)
    account = TimeAccount(from: state.beginning, entries: entries, until: self.now)
    budgets = Budgets(state)
    forecast = Forecast(state: state, account: account, budgets: budgets, at: self.now)
    latestDecision = LatestDecision(RollbackPlan(of: state), plannedEnd: budgets.plannedEnd)
    rows =
      TimelineRows(
        state: state, account: account, budgets: budgets, forecast: forecast, now: self.now
      ).all
    interruptions = account.interruptions.map { [now = self.now] in TimelineRow($0, until: now) }
  }

  /// The stretch of time that everything lies in; never empty.
  var axis: (from: Instant, to: Instant) {
    let bars = (rows + interruptions).flatMap(\.bars)
    let from = ([state.openedAt ?? now] + bars.map(\.from)).min() ?? now
    let to = ([state.endedAt ?? now] + bars.map(\.to)).max() ?? now
    return (from, max(to, from.advanced(bySeconds: 1)))
  }

  /// The looks that occur, for the legend.
  var looks: [TimelineBar.Look] {
    let used = Set((rows + interruptions).flatMap(\.bars).map(\.look))
    return TimelineBar.Look.allCases.filter(used.contains)
  }

  /// How far the forecast end lies before the planned one; negative when it is late.
  var slackMicroseconds: Int? {
    guard let planned = budgets.plannedEnd, let end = state.endedAt ?? forecast.endsAt else {
      return nil
    }
    return planned.microseconds(since: end)
  }
}

extension TimelineRow {
  /// The row of a stretch in which the run did not go on.
  init(_ interruption: Interruption, until now: Instant) {
    self.init(.interruption, interruption.place, interruption.text, interruption.mark)
    beganAt = interruption.from
    endedAt = interruption.to
    let end = max(interruption.from, interruption.to ?? now)
    durationMicroseconds = end.microseconds(since: interruption.from)
    let look: TimelineBar.Look =
      switch interruption.kind {
      case .crash, .undriven: .crash
      case .halted, .paused: .stopped
      }
    bars = [TimelineBar(look: look, from: interruption.from, to: end)]
  }
}
