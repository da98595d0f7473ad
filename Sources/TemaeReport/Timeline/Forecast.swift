import TemaeCore

/// When each stage of a run ends, and what the end of the whole depends on.
///
/// A stage that has ended ended when it did. For what is left,
/// `forecast(step) = max(forecast of the step before, its fixed mark) + budget`, and nothing begins in
/// the past. A stage without a budget counts as nothing, so that the forecast is the earliest end.
struct Forecast: Hashable {
  /// A stage's part in it.
  struct Part: Hashable {
    /// The stage's id.
    var stage: String
    /// When its turn came or comes.
    var from: Instant
    /// When it ended, or should.
    var to: Instant
    /// Whether it has yet to end.
    var isForeseen: Bool
    /// Whether its turn came by the clock and not by the end of what precedes it.
    var isClockBound: Bool
  }

  /// The stages that have begun or are to come, in their order.
  private(set) var parts: [Part] = []
  /// The ids of the stages that are left and say nothing of how long they take.
  private(set) var unbudgeted: [String] = []
  /// The ids of the stages of which each minute moved or moves the end, in their order.
  private(set) var chain: [String] = []

  /// When the last stage ended, or should.
  var endsAt: Instant? { parts.last?.to }

  /// Works out the forecast.
  ///
  /// - Parameters:
  ///   - state: the run's state.
  ///   - account: where its time went.
  ///   - budgets: how long the document says that each stage takes.
  ///   - now: nothing that has yet to begin begins before; a run that has ended has nothing left.
  init(state: RunState, account: TimeAccount, budgets: Budgets, at now: Instant) {
    var cursor = state.openedAt
    // A run that goes back does not reach what is left of it.
    let goesOn = !state.status.isEnded && !state.isRollingBack
    let stopped = state.endedAt ?? state.rollback?.startedAt
    for stage in state.plan.stages {
      let times = account.stages[stage.id]
      let mark = state.honoursSchedule ? state.planned(stage.offset) : nil
      let isLeft = times?.endedAt == nil
      guard times?.beganAt != nil || goesOn else { continue }
      let turn = [cursor, mark].compactMap(\.self).max()
      let from = times?.beganAt ?? max(turn ?? now, now)
      var to = max(from, times?.endedAt ?? from)
      if isLeft, goesOn {
        let budget = budgets[stage.id]
        if budget == nil { unbudgeted.append(stage.id) }
        to = max(from.advanced(byMicroseconds: budget ?? 0), now)
      } else if isLeft, let stopped {
        to = max(from, stopped)
      }
      let isClockBound = mark.map { $0 > cursor ?? $0 } ?? false
      parts.append(
        Part(
          stage: stage.id, from: from, to: to, isForeseen: isLeft && goesOn,
          isClockBound: isClockBound))
      cursor = max(to, cursor ?? to)
    }
    chain = Self.chain(of: parts)
  }

  /// The parts by their stages.
  var byStage: [String: Part] {
    Dictionary(parts.map { ($0.stage, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// From the last stage back to the last one whose turn came by the clock.
  private static func chain(of parts: [Part]) -> [String] {
    var chain: [String] = []
    for part in parts.reversed() {
      chain.append(part.stage)
      if part.isClockBound { break }
    }
    return chain.reversed()
  }
}
