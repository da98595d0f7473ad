import TemaeCore

/// Where a run stands in its plan at an instant.
struct RunPlace {
  /// The first stage with something left to do; `nil` when nothing is left.
  let stage: Plan.Stage?
  /// How many of the stage's activities have been dealt with.
  let resolvedCount: Int
  /// When the stage's turn came: when what precedes it was dealt with, and its time had come.
  let turnAt: Instant?
  /// How late the run is, in real microseconds, 0 when it is not; `nil` where no schedule is kept.
  let latenessMicroseconds: Int?
  /// The next item that only a person can do, also in a later stage.
  let nextItem: Activity?

  init(of state: RunState, at now: Instant) {
    func isOpen(_ activity: Activity) -> Bool {
      state.activity(activity.id)?.phase.isResolved == false
    }
    let stages = state.plan.stages
    let index = stages.firstIndex { $0.activities.contains(where: isOpen) }
    stage = index.map { stages[$0] }
    resolvedCount = stage.map { $0.activities.count { !isOpen($0) } } ?? 0
    nextItem = stages.flatMap(\.activities).first { activity in
      isOpen(activity) && (activity.kind == .manual || activity.settings.isConfirmed)
    }
    let before = stages[..<(index ?? stages.endIndex)].flatMap(\.activities)
    let ready = before.compactMap { state.activity($0.id)?.endedAt }.max() ?? state.openedAt
    let due = state.honoursSchedule ? state.planned(stage?.offset) : nil
    let turn = [ready, due].compactMap(\.self).max()
    turnAt = turn
    latenessMicroseconds = Self.lateness(of: state, stage, turn, now)
  }

  /// Late is a stage whose turn came after its time, and every stage once the next one's has come.
  private static func lateness(
    of state: RunState, _ stage: Plan.Stage?, _ turn: Instant?, _ now: Instant
  ) -> Int? {
    guard state.honoursSchedule, state.opened?.t0 != nil else { return nil }
    guard let stage, !state.status.isEnded else { return nil }
    let stages = state.plan.stages
    let rest = stages.drop { $0.id != stage.id }.dropFirst()
    let next = rest.first { later in
      later.offset.map { $0 > stage.offset ?? Int.min } ?? false
    }
    var lateness = 0
    if let due = state.planned(stage.offset), let turn, now >= turn {
      lateness = max(lateness, turn.microseconds(since: due))
    }
    if let due = state.planned(next?.offset) {
      lateness = max(lateness, now.microseconds(since: due))
    }
    return lateness
  }
}
