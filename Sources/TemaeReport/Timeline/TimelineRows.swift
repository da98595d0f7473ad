import TemaeCore

/// Builds the rows of a timeline: each phase, its stages, their activities, and the attempts of those
/// that needed more than one.
struct TimelineRows {
  let state: RunState
  let account: TimeAccount
  let budgets: Budgets
  let now: Instant
  private let parts: [String: Forecast.Part]
  private let chain: Set<String>
  private let phaseOfStage: [String: Phase]
  private let spansByStage: [String: [UsedSpan]]
  private let asked: [String: [UsedSpan]]
  private let onDemand: [String: [Activity]]
  private let phases: [String: ActivityPhase]

  init(
    state: RunState, account: TimeAccount, budgets: Budgets, forecast: Forecast, now: Instant
  ) {
    self.state = state
    self.account = account
    self.budgets = budgets
    self.now = now
    parts = forecast.byStage
    chain = Set(forecast.chain)
    phaseOfStage = Dictionary(
      state.runbook.phases.flatMap { phase in phase.steps.map { ($0.id, phase) } },
      uniquingKeysWith: { first, _ in first })
    spansByStage = Dictionary(grouping: account.spans) { $0.stage ?? "" }
    asked = Dictionary(grouping: account.spans.filter { $0.use == .people }) { $0.subject ?? "" }
    onDemand = Dictionary(grouping: state.ranOnDemand(account)) {
      state.stage(concerning: $0.id)?.id ?? ""
    }
    phases = Dictionary(
      state.activities.map { ($0.id, $0.phase) }, uniquingKeysWith: { first, _ in first })
  }

  /// All rows in their order.
  var all: [TimelineRow] {
    var rows: [TimelineRow] = []
    var open: Phase?
    for (index, stage) in state.plan.stages.enumerated() {
      let phase = phaseOfStage[stage.id]
      if let phase, phase.id != open?.id { rows.append(row(of: phase)) }
      open = phase
      rows.append(row(of: stage, at: index))
      rows += (stage.activities + (onDemand[stage.id] ?? [])).flatMap(rows(of:))
    }
    rows += (onDemand[""] ?? []).flatMap(rows(of:))
    if let rollback = state.rollback { rows += self.rows(of: rollback) }
    return rows
  }

  /// The way back, with what undoes and what compares.
  private func rows(of rollback: Rollback) -> [TimelineRow] {
    let times = account.stages[Plan.rollbackStage] ?? .init()
    let mark =
      state.isRollingBack
      ? StateMark(glyph: "↶", word: "under way", tone: .active) : StateMark(state.status)
    var row = TimelineRow(.stage, Plan.rollbackStage, "Rollback", mark)
    row.beganAt = rollback.startedAt
    row.endedAt = times.endedAt
    row.shares = times.shares
    row.measure()
    row.bars = (spansByStage[Plan.rollbackStage] ?? []).map {
      TimelineBar(look: TimelineBar.Look($0.use), from: $0.from, to: $0.to)
    }
    return [row] + state.wayBack.flatMap(rows(of:))
  }

  private func row(of phase: Phase) -> TimelineRow {
    let ids = phase.steps.map(\.id)
    let parts = ids.compactMap { self.parts[$0] }
    let times = ids.compactMap { account.stages[$0] }
    let isOver = !parts.isEmpty && parts.allSatisfy { !$0.isForeseen }
    let hasBegun = times.contains { $0.beganAt != nil }
    let phaseState: ActivityPhase = isOver ? .succeeded : hasBegun ? .running : .pending
    var mark = StateMark(phaseState)
    if isOver { mark.word = "over" }
    if phaseState == .running { mark.word = "under way" }
    var row = TimelineRow(.phase, phase.id, phase.title, mark)
    row.plannedAt = state.planned(phase.from ?? phase.steps.compactMap(\.offset).min())
    row.plannedEnd = state.planned(phase.to)
    row.beganAt = times.compactMap(\.beganAt).min()
    row.endedAt = isOver ? times.compactMap(\.endedAt).max() : nil
    row.foreseenAt = isOver ? nil : parts.map(\.from).min()
    row.foreseenEnd = isOver ? nil : parts.map(\.to).max()
    row.shares = times.reduce(TimeShares()) { $0 + $1.shares }
    row.measure()
    row.bars = row.plannedBar
    if let began = row.beganAt, let end = row.endedAt ?? (isOver ? nil : now) {
      row.bars.append(TimelineBar(look: .other, from: began, to: max(began, end)))
    }
    row.bars += row.foreseenBar(from: now)
    return row
  }

  private func row(of stage: Plan.Stage, at index: Int) -> TimelineRow {
    let times = account.stages[stage.id] ?? .init()
    var row = TimelineRow(.stage, stage.id, stage.title, mark(of: stage, times))
    let budget = budgets[stage.id]
    row.plannedAt = state.planned(stage.offset)
    row.plannedEnd = row.plannedAt.flatMap { at in budget.map(at.advanced(byMicroseconds:)) }
    row.beganAt = times.beganAt
    row.endedAt = times.endedAt
    row.budgetMicroseconds = budget
    row.shares = times.shares
    row.isCritical = chain.contains(stage.id)
    let part = parts[stage.id]
    if let part, part.isForeseen { (row.foreseenAt, row.foreseenEnd) = (part.from, part.to) }
    if state.honoursSchedule, let end = times.endedAt ?? part?.to {
      row.slackMicroseconds = nextMark(after: stage, at: index)?.microseconds(since: end)
    }
    row.measure()
    row.bars = row.plannedBar
    row.bars += (spansByStage[stage.id] ?? []).map {
      TimelineBar(look: TimelineBar.Look($0.use), from: $0.from, to: $0.to)
    }
    row.bars += row.foreseenBar(from: now)
    return row
  }

  /// The next planned instant that is a later one.
  private func nextMark(after stage: Plan.Stage, at index: Int) -> Instant? {
    let own = stage.offset ?? Int.min
    for next in state.plan.stages.dropFirst(index + 1) {
      if let offset = next.offset, offset > own { return state.planned(offset) }
    }
    return nil
  }

  private func mark(of stage: Plan.Stage, _ times: TimeAccount.StageTimes) -> StateMark {
    let found = stage.activities.compactMap { phases[$0.id] }
    for phase in [ActivityPhase.unknown, .failed, .refused, .running, .intended]
    where found.contains(phase) {
      return StateMark(phase)
    }
    if times.endedAt != nil {
      guard found.contains(where: { $0 == .skipped || $0 == .doneByHand }) else {
        return StateMark(.succeeded)
      }
      return StateMark(glyph: "!", word: "not as written", tone: .warning)
    }
    guard times.beganAt != nil else { return StateMark(.pending) }
    guard state.rollback == nil else {
      return StateMark(glyph: "■", word: "given up", tone: .warning)
    }
    return StateMark(glyph: "▸", word: "under way", tone: .active)
  }
}

extension TimelineRows {
  private func rows(of activity: Activity) -> [TimelineRow] {
    let attempts = account.attempts[activity.id] ?? []
    let questions = asked[activity.id] ?? []
    let phase = phases[activity.id] ?? .pending
    var row = TimelineRow(.activity, activity.id, activity.shortTitle, StateMark(phase))
    row.beganAt = [attempts.first?.beganAt, questions.first?.from].compactMap(\.self).min()
    let isOpen = phase.isOpen || phase == .unknown
    row.endedAt =
      isOpen ? nil : account.decidedAt[activity.id] ?? attempts.last?.endedAt ?? questions.last?.to
    row.bars = questions.map { TimelineBar(look: .people, from: $0.from, to: $0.to) }
    row.bars += attempts.map { bar(of: $0, isWatch: activity.role == .watch) }
    if let taken = attempts.totalMicroseconds {
      row.durationMicroseconds = taken
    } else if !questions.isEmpty {
      row.durationMicroseconds = questions.reduce(0) { $0 + $1.durationMicroseconds }
    }
    if activity.role == .watch { row.note = "watch" }
    guard attempts.count > 1 else { return [row] }
    row.note = "\(attempts.count) attempts"
    return [row] + attempts.map { self.row(of: $0, activity) }
  }

  private func row(of attempt: AttemptTimes, _ activity: Activity) -> TimelineRow {
    var mark = StateMark(attempt.outcome)
    if attempt.outcome == .pending { mark.word = "without effect" }
    var row = TimelineRow(
      .attempt, "\(activity.id) attempt \(attempt.number)", "attempt \(attempt.number)", mark)
    row.beganAt = attempt.beganAt
    row.endedAt = attempt.endedAt
    row.durationMicroseconds = attempt.durationMicroseconds
    row.bars = [bar(of: attempt, isWatch: activity.role == .watch)]
    return row
  }

  private func bar(of attempt: AttemptTimes, isWatch: Bool) -> TimelineBar {
    let look: TimelineBar.Look =
      switch attempt.outcome {
      case .failed: .failed
      case .unknown: .unknown
      case .intended, .running, .succeeded, .pending, .refused, .skipped, .doneByHand:
        isWatch ? .watch : .work
      }
    let end = attempt.endedAt ?? attempt.lostAt ?? now
    return TimelineBar(look: look, from: attempt.beganAt, to: max(attempt.beganAt, end))
  }
}

extension TimelineRow {
  fileprivate mutating func measure() {
    guard let beganAt, let endedAt else { return }
    durationMicroseconds = max(0, endedAt.microseconds(since: beganAt))
  }

  fileprivate var plannedBar: [TimelineBar] {
    guard let plannedAt else { return [] }
    return [TimelineBar(look: .planned, from: plannedAt, to: plannedEnd ?? plannedAt)]
  }

  fileprivate func foreseenBar(from now: Instant) -> [TimelineBar] {
    guard let foreseenEnd, let foreseenAt else { return [] }
    let from = max(foreseenAt, now)
    guard from <= foreseenEnd else { return [] }
    return [TimelineBar(look: .foreseen, from: from, to: foreseenEnd)]
  }
}

extension RunState {
  /// What a rollback carries out and compares, in its order; nothing before there is one.
  var wayBack: [Activity] { rollback == nil ? [] : compensations + comparisons }

  /// Probes, remedies and typed commands that ran.
  func ranOnDemand(_ account: TimeAccount) -> [Activity] {
    (plan.onDemand + added).filter { account.attempts[$0.id] != nil }
  }
}

extension [AttemptTimes] {
  /// What all attempts took together, by the boot-time clock.
  var totalMicroseconds: Int? {
    let durations = compactMap(\.durationMicroseconds)
    return durations.isEmpty ? nil : durations.reduce(0, +)
  }
}
