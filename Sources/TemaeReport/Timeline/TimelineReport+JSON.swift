import TemaeCore

extension TimelineReport {
  /// The report for programs, compact; times in real microseconds, instants in UTC.
  public func json() -> String {
    let activities = Dictionary(
      timeline.rows.filter { $0.kind == .activity }.map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first })
    let value: JSONValue = [
      "run": .string(state.run), "name": JSONValue(state.opened?.name),
      "title": .string(title),
      "status": .string(state.status.rawValue),
      "at": .string(timeline.now.description),
      "t0": JSONValue(state.opened?.t0?.description),
      "minuteMicroseconds": JSONValue(state.opened?.minuteMicroseconds),
      "honoursSchedule": .boolean(state.honoursSchedule),
      "openedAt": JSONValue(state.openedAt?.description),
      "endedAt": JSONValue(state.endedAt?.description),
      "times": account.shares.value,
      "forecast": forecast,
      "phases": .list(timeline.rows.filter { $0.kind == .phase }, phase),
      "stages": .list(timeline.rows.filter { $0.kind == .stage }) { row in
        let stage = state.plan.stages.first { $0.id == row.id }
        let own = row.id == Plan.rollbackStage ? state.wayBack : stage?.activities ?? []
        return self.stage(row, stage).adding(
          "activities", .list(own) { activity($0, activities[$0.id]) })
      },
      "onDemand": .list(state.ranOnDemand(account)) { activity($0, activities[$0.id]) },
      "interruptions": .list(account.interruptions) { $0.value(until: timeline.now) },
      "clockSteps": .list(clockSteps) { step in
        [
          "microseconds": .integer(step.microseconds), "afterEvent": .integer(step.before),
          "beforeEvent": .integer(step.after),
        ]
      },
      "announcements": Promises(state: state).announcementsValue,
      "followUps": Promises(state: state).followUpsValue,
      "problem": JSONValue(account.problem),
    ]
    return value.compact + "\n"
  }

  /// What is foreseen; `latestRollbackDecision` is `null` where nothing tells it, or nothing is to undo.
  private var forecast: JSONValue {
    let isOpen = !state.status.isEnded
    return [
      "endsAt": isOpen ? JSONValue(timeline.forecast.endsAt?.description) : .null,
      "plannedEnd": JSONValue(timeline.budgets.plannedEnd?.description),
      "slackMicroseconds": JSONValue(timeline.slackMicroseconds),
      "unbudgeted": .list(timeline.forecast.unbudgeted) { .string($0) },
      "criticalChain": .list(timeline.forecast.chain) { .string($0) },
      "latestRollbackDecision": isOpen
        ? JSONValue(timeline.latestDecision.instant?.description) : .null,
    ]
  }

  private func phase(_ row: TimelineRow) -> JSONValue {
    [
      "id": .string(row.id), "title": .string(row.title), "state": .string(row.mark.word),
      "plannedAt": JSONValue(row.plannedAt?.description),
      "plannedEnd": JSONValue(row.plannedEnd?.description),
      "beganAt": JSONValue(row.beganAt?.description),
      "endedAt": JSONValue(row.endedAt?.description),
      "durationMicroseconds": JSONValue(row.durationMicroseconds),
      "forecastEnd": JSONValue(row.foreseenEnd?.description),
      "times": (row.shares ?? TimeShares()).value,
    ]
  }

  private func stage(_ row: TimelineRow, _ stage: Plan.Stage?) -> JSONValue {
    [
      "id": .string(row.id), "title": .string(row.title), "offset": JSONValue(stage?.offset),
      "state": .string(row.mark.word),
      "plannedAt": JSONValue(row.plannedAt?.description),
      "beganAt": JSONValue(row.beganAt?.description),
      "endedAt": JSONValue(row.endedAt?.description),
      "latenessMicroseconds": JSONValue(row.latenessMicroseconds),
      "durationMicroseconds": JSONValue(row.durationMicroseconds),
      "budgetMicroseconds": JSONValue(row.budgetMicroseconds),
      "slackMicroseconds": JSONValue(row.slackMicroseconds),
      "forecastAt": JSONValue(row.foreseenAt?.description),
      "forecastEnd": JSONValue(row.foreseenEnd?.description),
      "critical": .boolean(row.isCritical),
      "times": (row.shares ?? TimeShares()).value,
    ]
  }

  private func activity(_ activity: Activity, _ row: TimelineRow?) -> JSONValue {
    [
      "id": .string(activity.id), "kind": .string(activity.kind.rawValue),
      "role": .string(activity.role.rawValue), "title": .string(activity.shortTitle),
      "phase": .string((state.activity(activity.id)?.phase ?? .pending).rawValue),
      "decidedAt": JSONValue(account.decidedAt[activity.id]?.description),
      "durationMicroseconds": JSONValue(
        (account.attempts[activity.id] ?? []).totalMicroseconds),
      "askedMicroseconds": JSONValue(row?.askedMicroseconds),
      "attempts": .list(account.attempts[activity.id] ?? []) { $0.value },
    ]
  }
}

extension TimelineRow {
  /// For how long people were asked about it.
  var askedMicroseconds: Int? {
    let asked = bars.filter { $0.look == .people }
    return asked.isEmpty ? nil : asked.reduce(0) { $0 + $1.to.microseconds(since: $1.from) }
  }
}
