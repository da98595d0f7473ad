import TemaeCore

/// Why the machine decides on a state as it does, in words.
struct DecisionReason: Hashable {
  /// One clause, without a full stop.
  let text: String

  /// Gives the reason for what the state asks for at an instant.
  init(of state: RunState, at now: Instant) {
    text =
      switch state.status {
      case .new: "nothing has been recorded yet"
      case .paused: "a person paused the run, and nothing is decided before it is resumed"
      case .halted: "the run stands still, and nothing is decided before a person resumes it"
      case .aborted, .completed, .rolledBack: "the run has ended"
      case .open:
        if let attempt = state.attemptAtWork {
          "attempt \(attempt.attempts) of \(attempt.id) has not ended, and one thing is done at a time"
        } else {
          Self.words(state.decide(at: now), state)
        }
      }
  }

  private static func words(_ decision: Decision, _ state: RunState) -> String {
    switch decision {
    case .start(let activity, let attempt): start(activity, attempt, state)
    case .observe:
      "before a command runs, its database has to be the one that was pinned"
    case .inspect(_, let attempt):
      attempt == 1
        ? "what indexes there are is kept before the statement, to tell later what it did"
        : "what the statement left behind, only the catalog tells"
    case .settle(let activity, _):
      state.activity(activity)?.phase == .unknown
        ? "it had succeeded before its database was pinned anew, and may be gone"
        : "its driver of epoch \(state.activity(activity)?.epoch ?? 0) is gone, and nobody saw its end"
    case .conclude: "the probe or the catalog has told"
    case .awaitDescendants:
      "what the command left behind is still at work, and could meet what comes next"
    case .endWatch(let activity, _): endWatch(activity, state)
    case .wait(_, let stage): wait(stage, state)
    case .ask(let question): ask(question, state)
    case .halt(let reason, _):
      state.halt?.detail ?? reason.words
    case .planRollback: "a person asked for the rollback, and nothing is unsettled any more"
    case .finish: "everything has been dealt with"
    case .rest: "nothing is left to decide"
    }
  }

  private static func start(_ id: String, _ attempt: Int, _ state: RunState) -> String {
    if let request = state.requested.first(where: { $0.activity == id }) {
      return request.repairs.map { "a person chose it to repair \($0)" }
        ?? "a person asked for it out of turn"
    }
    guard let activity = state.definition(id) else { return "it is the next in the plan" }
    if activity.role == .probe {
      return "nobody saw the end of \(activity.subject ?? "its change"), and its probe may tell"
    }
    if state.isRollingBack { return "it is the next on the way back" }
    if attempt > 1 { return again(id, activity, state) }
    guard let stage = state.plan.stage(of: id) else { return "it is the next in the plan" }
    let first = "it is the next in the plan: what stands before it has been dealt with"
    guard let offset = stage.offset, state.opened?.t0 != nil else { return first }
    let time = TimeText.offset(offset)
    return first + (state.honoursSchedule ? ", and \(time) has come" : "; the schedule is ignored")
  }

  private static func again(_ id: String, _ activity: Activity, _ state: RunState) -> String {
    if state.activity(id)?.phase == .failed {
      let retries = activity.settings.retries
      return "it failed, and its document has it tried again up to \(retries) times"
    }
    return "an earlier attempt was settled so, or a person asked for another"
  }

  private static func endWatch(_ id: String, _ state: RunState) -> String {
    let settings = state.definition(id)?.settings
    if let seconds = settings?.forSeconds { return "it was to watch for \(seconds) s" }
    if let until = settings?.untilOffset {
      return "it was to watch until \(TimeText.offset(until)), or until what comes then begins"
    }
    return "what comes next begins without it"
  }

  private static func wait(_ stage: String, _ state: RunState) -> String {
    if state.activity(stage) != nil {
      let pause = state.definition(stage)?.settings.backoffSeconds ?? 0
      return "it failed, and its document asks for \(pause) s before it is tried again"
    }
    guard let offset = state.plan.stages.first(where: { $0.id == stage })?.offset,
      let due = state.planned(offset)
    else { return "its time has not come" }
    return "step \(stage) is planned for \(TimeText.offset(offset)), \(TimeText.dayAndWall(due))"
  }

  private static func ask(_ question: Question, _ state: RunState) -> String {
    switch question {
    case .item: "the document leaves this to a person"
    case .confirm: "the document asks for a person's word before this block"
    case .failure(let activity, let remedies):
      "no retry is left, and "
        + (remedies.isEmpty
          ? "no remedy is for \(activity)" : "\(remedies.joined(separator: ", ")) would fit")
    case .unknown: "neither a record, nor a marker, nor a probe tells"
    case .descendants, .running: "only a person can say whether it may go on"
    case .needs: "the document wants them to have succeeded before"
    }
  }
}
