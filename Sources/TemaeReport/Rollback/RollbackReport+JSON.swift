import TemaeCore

extension RollbackReport {
  /// The report as a value; its keys are part of the command line's promises.
  var value: JSONValue {
    [
      "run": JSONValue(run),
      "name": JSONValue(name),
      "title": .string(runbook.title),
      "digest": .string(runbook.digest.hex),
      "foreseen": .boolean(plan.isForeseen),
      "entries": .list(plan.items, entry),
      "unsettled": .list(plan.unsettled) { .string($0) },
      "notBegun": .list(plan.notBegun) { .string($0) },
      "laterRuns": .list(onTop) { .string($0) },
      "pointOfNoReturn": pivot,
      "expectedSeconds": JSONValue(plan.expectedSeconds),
      "limitSeconds": JSONValue(plan.limitSeconds),
      "latestDecision": JSONValue(latest.instant?.description),
      "backup": backupValue,
      "atRisk": riskValue,
      "rehearsal": plan.rehearsal?.value ?? .null,
      "scopes": .list(plan.scopes) { scope in
        [
          "title": .string(scope.title), "step": JSONValue(scope.step),
          "line": .integer(scope.line),
        ]
      },
      "scope": scope,
    ]
  }

  private func entry(_ item: RollbackPlan.Item) -> JSONValue {
    [
      "activity": .string(item.activity), "step": JSONValue(item.step),
      "verdict": .string(item.verdict.rawValue), "reason": .string(reason(of: item)),
      "certainty": .string(item.effect.certainty.rawValue),
      "attempt": JSONValue(item.effect.attempt), "evidence": JSONValue(item.effect.evidence),
      "block": JSONValue(block(of: item)), "blocks": .list(item.blocks, Self.block),
      "expectedSeconds": JSONValue(plan.expectedSeconds(of: item)),
    ]
  }

  /// The block that undoes it, where one does: the first, where there are several.
  private func block(of item: RollbackPlan.Item) -> String? {
    switch item.way {
    case .blocks(let blocks), .undone(let blocks):
      (blocks.first { $0.role == .rollback } ?? blocks.first)?.id
    case .together(let other): plan.items.first { $0.activity == other }.flatMap(block)
    case .noEffect, .settleFirst, .notNeeded, .answer, .tidied, .covered, .impossible,
      .undoneByHand,
      .kept:
      nil
    }
  }

  private static func block(_ activity: Activity) -> JSONValue {
    [
      "id": .string(activity.id), "role": .string(activity.role.rawValue),
      "line": .integer(activity.line),
      "byHand": .boolean(activity.kind == .manual),
      "limitSeconds": JSONValue(activity.settings.timeoutSeconds),
    ]
  }

  private var pivot: JSONValue {
    guard let pivot = plan.pointOfNoReturn else { return .null }
    return [
      "step": .string(pivot.step), "line": JSONValue(pivot.line),
      "passedAt": JSONValue(pivot.passedAt?.description), "event": JSONValue(pivot.event),
    ]
  }

  private var scope: JSONValue {
    guard let scope = plan.scope else { return .null }
    func ids(_ ids: [String]?) -> JSONValue { ids.map { .list($0) { .string($0) } } ?? .null }
    return [
      "title": .string(scope.scope.title), "step": JSONValue(scope.scope.step),
      "line": .integer(scope.scope.line), "blocks": .list(scope.scope.activities, Self.block),
      "undoes": ids(scope.undone), "leaves": ids(scope.left), "leavesAbove": ids(scope.leftAbove),
    ]
  }
}
