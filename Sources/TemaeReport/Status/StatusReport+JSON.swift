import TemaeCore

extension StatusReport {
  /// The report for programs, compact; instants are RFC 3339 in UTC, `null` is what is not known.
  public func json() -> String { value.compact + "\n" }

  var value: JSONValue {
    let place = RunPlace(of: state, at: now)
    let waiting = Waiting(of: state, at: now)
    return [
      "run": .string(state.run),
      "name": JSONValue(state.opened?.name),
      "title": .string(state.opened?.title ?? state.runbook.title),
      "status": .string(state.status.rawValue),
      "exitCode": .integer(Int(exitCode)),
      "at": .string(now.description),
      "openedAt": JSONValue(state.openedAt?.description),
      "endedAt": JSONValue(state.endedAt?.description),
      "t0": JSONValue(state.opened?.t0?.description),
      "minuteMicroseconds": JSONValue(state.opened?.minuteMicroseconds),
      "honoursSchedule": .boolean(state.honoursSchedule),
      "latenessMicroseconds": JSONValue(place.latenessMicroseconds),
      "document": JSONValue(state.document),
      "digest": .string(state.runbook.digest.hex),
      "amendments": .list(state.amendments, amendment),
      "position": .integer(state.position),
      "sequence": .integer(state.sequence),
      "epoch": .integer(state.epoch),
      "driver": JSONValue(holder),
      "halt": halt,
      "waitsFor": [
        "kind": .string(waiting.kind.rawValue), "subject": JSONValue(waiting.subject),
        "until": JSONValue(waiting.until?.description), "text": .string(waiting.text),
      ],
      "stage": stage(place),
      "activities": .list(state.activities) { activity in
        [
          "id": .string(activity.id), "phase": .string(activity.phase.rawValue),
          "attempts": .integer(activity.attempts),
        ]
      },
      "openAttempts": .list(openAttempts, openAttempt),
      "failures": .list(state.activities.filter { $0.phase == .failed }, failure),
      "deviations": .integer(state.deviations),
      "lateEvidence": .list(state.lateEvidence) { .integer($0) },
      "commands": .list([OfferedCommand](for: state, at: now, hasHolder: holder != nil)) { offer in
        ["command": .string(offer.command), "meaning": .string(offer.meaning)]
      },
    ]
  }

  private var halt: JSONValue {
    guard let halt = state.halt else { return .null }
    return [
      "reason": .string(halt.reason.rawValue), "activity": JSONValue(halt.activity),
      "detail": .string(halt.detail),
    ]
  }

  private func stage(_ place: RunPlace) -> JSONValue {
    guard let stage = place.stage else { return .null }
    return [
      "id": .string(stage.id), "title": .string(stage.title), "offset": JSONValue(stage.offset),
      "plannedAt": JSONValue(state.planned(stage.offset)?.description),
      "resolved": .integer(place.resolvedCount), "total": .integer(stage.activities.count),
    ]
  }

  private func amendment(_ data: RunbookAmended) -> JSONValue {
    [
      "previous": .string(data.previous.hex), "digest": .string(data.digest.hex),
      "reason": JSONValue(payloadText(data.reason, payload)),
      "added": .list(data.added) { .string($0) }, "changed": .list(data.changed) { .string($0) },
      "removed": .list(data.removed) { .string($0) }, "void": .list(data.void) { .string($0) },
    ]
  }

  private func openAttempt(_ activity: ActivityState) -> JSONValue {
    [
      "activity": .string(activity.id), "attempt": .integer(activity.attempts),
      "phase": .string(activity.phase.rawValue), "epoch": JSONValue(activity.epoch),
      "beganAt": JSONValue(activity.beganAt?.description),
      "directory": JSONValue(activity.directory), "probed": JSONValue(activity.probed?.rawValue),
      "evidence": .list(evidence(activity)) { .string($0) },
    ]
  }

  private func failure(_ activity: ActivityState) -> JSONValue {
    [
      "activity": .string(activity.id), "attempt": .integer(activity.attempts),
      "kind": JSONValue(activity.failure?.kind.rawValue),
      "state": JSONValue(activity.failure?.state), "file": JSONValue(activity.failure?.file),
      "line": JSONValue(activity.failure?.line),
      "mayHaveTakenEffect": activity.failure.map { .boolean($0.mayHaveTakenEffect) } ?? .null,
      "message": JSONValue(payloadText(activity.failure?.message, payload)),
      "remedies": .list(state.remedies(for: activity.id)) { .string($0.id) },
    ]
  }
}
