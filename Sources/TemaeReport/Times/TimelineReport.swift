public import TemaeCore

/// Planned against actual, stage by stage and activity by activity: `temae timeline`.
///
/// Planned instants come from T and the offsets, actual ones from the entries, durations of attempts
/// from the boot-time clock. Waiting for people is told apart from work.
public struct TimelineReport {
  let state: RunState
  let account: TimeAccount
  private let clockSteps: [ClockStep]

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - state: the run's state after the last of the entries.
  ///   - entries: all entries of the run, from its first.
  public init(state: RunState, entries: [Entry]) {
    self.state = state
    clockSteps = ClockStep.all(in: entries)
    account = TimeAccount(from: state.beginning, entries: entries)
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String {
    let name = StyledLine(state.opened?.name ?? state.run, .strong)
    var lines = [name.adding("  \(state.opened?.title ?? state.runbook.title)"), summary]
    if let problem = account.problem { lines.append(StyledLine(problem, .warning)) }
    lines += clockSteps.map(\.line)
    for row in rows { lines += self.lines(of: row) }
    lines += onDemandLines + Promises(state: state).lines
    return lines.text(style)
  }

  /// The report for programs, compact; times in real microseconds, instants in UTC.
  public func json() -> String {
    let value: JSONValue = [
      "run": .string(state.run), "name": JSONValue(state.opened?.name),
      "title": .string(state.opened?.title ?? state.runbook.title),
      "status": .string(state.status.rawValue),
      "t0": JSONValue(state.opened?.t0?.description),
      "minuteMicroseconds": JSONValue(state.opened?.minuteMicroseconds),
      "openedAt": JSONValue(state.openedAt?.description),
      "endedAt": JSONValue(state.endedAt?.description),
      "times": account.shares.value,
      "stages": .list(rows, value),
      "onDemand": .list(onDemand, value),
      "announcements": Promises(state: state).announcementsValue,
      "followUps": Promises(state: state).followUpsValue,
      "problem": JSONValue(account.problem),
    ]
    return value.compact + "\n"
  }
}

extension TimelineReport {
  /// A stage with its times.
  struct Row {
    var stage: Plan.Stage
    var times: TimeAccount.StageTimes
    var plannedAt: Instant?
    var budgetMicroseconds: Int?

    /// How much later than planned it began; negative when earlier.
    var latenessMicroseconds: Int? {
      guard let plannedAt, let began = times.beganAt else { return nil }
      return began.microseconds(since: plannedAt)
    }

    /// From its begin to its end, waiting included.
    var durationMicroseconds: Int? {
      guard let began = times.beganAt, let ended = times.endedAt else { return nil }
      return ended.microseconds(since: began)
    }
  }

  var rows: [Row] {
    state.plan.stages.map { stage in
      Row(
        stage: stage, times: account.stages[stage.id] ?? .init(),
        plannedAt: state.planned(stage.offset),
        budgetMicroseconds: state.runbook.step(stage.id)?.budgetSeconds
          .map(RunClock(state).budgetMicroseconds))
    }
  }

  /// Probes, remedies and typed commands that ran.
  var onDemand: [Activity] {
    (state.plan.onDemand + state.added).filter { account.attempts[$0.id] != nil }
  }

  private var summary: StyledLine {
    var line = StateMark(state.status).line
    if let opened = state.openedAt {
      line = line.adding("  opened \(TimeText.dayAndWall(opened))")
      if let ended = state.endedAt {
        line = line.adding("  took \(TimeText.elapsed(ended.microseconds(since: opened)))")
      }
    }
    if let start = state.opened?.t0 { line = line.adding("  T is \(TimeText.dayAndWall(start))") }
    return line.adding("  \(account.shares.text)", .faint)
  }

  private func lines(of row: Row) -> [StyledLine] {
    [row.stage.heading, times(of: row).indented(by: 2)]
      + TextTable(rows: row.stage.activities.map(cells), indent: 4).lines
  }

  private func times(of row: Row) -> StyledLine {
    var line = StyledLine(row.plannedAt.map { "planned \(TimeText.wall($0))  " } ?? "")
    guard let began = row.times.beganAt else { return line.adding("not begun", .faint) }
    line = line.adding("began \(TimeText.wall(began))")
    if let lateness = row.latenessMicroseconds { line = line + Self.lateness(lateness) }
    if let ended = row.times.endedAt, let duration = row.durationMicroseconds {
      line = line.adding("  ended \(TimeText.wall(ended))  took \(TimeText.elapsed(duration))")
      if let budget = row.budgetMicroseconds {
        let tone: Tone = duration > budget ? .warning : .plain
        line = line.adding(" of \(TimeText.elapsed(budget))", tone)
      }
    } else {
      line = line.adding("  not ended", .active)
    }
    return line.adding("  (\(row.times.shares.text))", .faint)
  }

  private static func lateness(_ microseconds: Int) -> StyledLine {
    switch microseconds {
    case ..<(-1_000_000): StyledLine(", \(TimeText.elapsed(-microseconds)) early", .warning)
    case 1_000_000...: StyledLine(", \(TimeText.elapsed(microseconds)) late", .warning)
    default: StyledLine(", on time", .good)
    }
  }

  private var onDemandLines: [StyledLine] {
    guard !onDemand.isEmpty else { return [] }
    return [StyledLine("probes, remedies and typed commands that ran", .strong)]
      + TextTable(rows: onDemand.map(cells), indent: 4).lines
  }

  private func cells(of activity: Activity) -> [StyledLine] {
    let phase = state.activity(activity.id)?.phase ?? .pending
    let attempts = account.attempts[activity.id] ?? []
    var when = StyledLine()
    if let duration = duration(of: activity) {
      when = StyledLine(TimeText.elapsed(duration))
    } else if let decided = account.decidedAt[activity.id] {
      when = StyledLine("at \(TimeText.wall(decided))", .faint)
    }
    var title = StyledLine(activity.shortTitle)
    if attempts.count > 1 {
      let parts = attempts.map { attempt in
        let took = attempt.durationMicroseconds.map { " \(TimeText.elapsed($0))" } ?? ""
        return StateMark(attempt.outcome).text + took
      }
      title = title.adding("  \(parts.count) attempts: \(parts.joined(separator: ", "))", .warning)
    }
    return [StateMark(phase).line, StyledLine(activity.id), when, title]
  }

  /// What all attempts took together.
  private func duration(of activity: Activity) -> Int? {
    let durations = (account.attempts[activity.id] ?? []).compactMap(\.durationMicroseconds)
    return durations.isEmpty ? nil : durations.reduce(0, +)
  }

  private func value(_ row: Row) -> JSONValue {
    [
      "id": .string(row.stage.id), "title": .string(row.stage.title),
      "offset": JSONValue(row.stage.offset),
      "plannedAt": JSONValue(row.plannedAt?.description),
      "beganAt": JSONValue(row.times.beganAt?.description),
      "endedAt": JSONValue(row.times.endedAt?.description),
      "latenessMicroseconds": JSONValue(row.latenessMicroseconds),
      "durationMicroseconds": JSONValue(row.durationMicroseconds),
      "budgetMicroseconds": JSONValue(row.budgetMicroseconds),
      "times": row.times.shares.value,
      "activities": .list(row.stage.activities, value),
    ]
  }

  private func value(_ activity: Activity) -> JSONValue {
    [
      "id": .string(activity.id), "kind": .string(activity.kind.rawValue),
      "role": .string(activity.role.rawValue), "title": .string(activity.shortTitle),
      "phase": .string((state.activity(activity.id)?.phase ?? .pending).rawValue),
      "decidedAt": JSONValue(account.decidedAt[activity.id]?.description),
      "durationMicroseconds": JSONValue(duration(of: activity)),
      "attempts": .list(account.attempts[activity.id] ?? []) { $0.value },
    ]
  }
}
