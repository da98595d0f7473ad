import TemaeCore

extension Driver {
  /// Records what is undone, once nothing is unsettled.
  func planRollback() async throws {
    let plan = state.rollbackPlan
    let payload = ports.journal.seal(plan.record, media: "application/json")
    let compensated = plan.items.count { $0.verdict == .compensate }
    try await recordUnlessMoved(
      .rollbackPlanned(
        RollbackPlanned(
          compensated: compensated, left: plan.left.count - compensated, plan: payload.commitment)),
      payloads: [payload])
  }

  /// Everything has been dealt with, on the way forward or on the way back.
  func finish() async throws {
    guard state.isRollingBack else {
      try await recordUnlessMoved(.runCompleted(RunCompleted(deviations: state.deviations)))
      return
    }
    try await recordUnlessMoved(.rollbackCompleted(state.rollbackEnd))
  }
}
