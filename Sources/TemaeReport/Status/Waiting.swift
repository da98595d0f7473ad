import TemaeCore

/// What a run waits for at an instant.
struct Waiting: Hashable {
  /// Who or what the run waits for.
  enum Kind: String, Hashable {
    /// A person must answer, decide, or resume.
    case person
    /// An attempt is at work.
    case attempt
    /// A planned instant has to come.
    case clock
    /// The driver has something to do.
    case driver
    /// Nothing: the run has ended.
    case nothing
  }

  var kind: Kind
  /// The activity, stage or database that it is about.
  var subject: String?
  /// When the waiting is over, where that is known.
  var until: Instant?
  /// The same in words.
  var text: String

  var isForPerson: Bool { kind == .person }

  /// What the state says; a driver that is no more is not its business.
  init(of state: RunState, at now: Instant) {
    switch state.status {
    case .new: self.init(.driver, text: "the run is being opened")
    case .paused: self.init(.person, text: "a person paused the run: resume it")
    case .halted:
      let detail = state.halt?.detail ?? "the run was halted"
      self.init(.person, state.halt?.activity, text: "\(detail): resume the run")
    case .aborted: self.init(.nothing, text: "nothing: the run was aborted")
    case .completed: self.init(.nothing, text: "nothing: the run is completed")
    case .rolledBack:
      self.init(
        .nothing, text: "nothing: the run was rolled back, \(state.rollback?.end?.words ?? "")")
    case .open:
      if let attempt = state.attemptAtWork {
        self.init(atWork: attempt, now)
      } else {
        self.init(state.decide(at: now), state, now)
      }
    }
  }

  private init(_ kind: Kind, _ subject: String? = nil, until: Instant? = nil, text: String) {
    self.kind = kind
    self.subject = subject
    self.until = until
    self.text = text
  }

  private init(atWork state: ActivityState, _ now: Instant) {
    let since = state.beganAt.map { " for \(TimeText.elapsed(now.microseconds(since: $0)))" } ?? ""
    self.init(.attempt, state.id, text: "\(StateMark(state.phase).text) \(state.id)\(since)")
  }

  private init(_ decision: Decision, _ state: RunState, _ now: Instant) {
    switch decision {
    case .start(let activity, let attempt):
      self.init(.driver, activity, text: "attempt \(attempt) of \(activity) starts next")
    case .observe(let database):
      self.init(.driver, database, text: "database \(database) is looked at next")
    case .inspect(let activity, _):
      self.init(.driver, activity, text: "the indexes of \(activity) are looked at next")
    case .settle(let activity, let attempt):
      self.init(
        .driver, activity, text: "how attempt \(attempt) of \(activity) ended has to be found out")
    case .conclude(let activity, _, let verdict):
      self.init(.driver, activity, text: "\(activity) is settled next: \(verdict.words)")
    case .awaitDescendants(let activity, let attempt):
      let question = Question.descendants(activity: activity, attempt: attempt)
      self.init(.person, activity, text: question.summary(state))
    case .endWatch(let activity, _):
      self.init(.driver, activity, text: "the watch \(activity) ends next")
    case .wait(let until, let stage):
      let left = TimeText.elapsed(max(0, until.microseconds(since: now)))
      let isRetry = state.activity(stage) != nil
      let what = isRetry ? "\(stage) is tried again" : "step \(stage) is due"
      self.init(.clock, stage, until: until, text: "\(what) in \(left)")
    case .ask(let question):
      self.init(.person, question.subject, text: question.summary(state))
    case .halt(let reason, let activity):
      self.init(.driver, activity, text: "the run halts next: \(reason.words)")
    case .planRollback: self.init(.driver, text: "what is undone is recorded next")
    case .finish:
      let end = state.isRollingBack ? "the rollback" : "the run"
      self.init(.driver, text: "\(end) completes next")
    case .rest: self.init(.nothing, text: "nothing")
    }
  }
}

extension RunState {
  /// The attempt that the newest driver is busy with; a watch is beside the rest and does not count.
  var attemptAtWork: ActivityState? {
    activities.first { state in
      state.phase.isOpen && state.epoch == epoch && definition(state.id)?.role != .watch
    }
  }
}

extension StateMark {
  /// Glyph and word.
  var text: String { "\(glyph) \(word)" }
}

extension Question {
  /// The question in one line.
  func summary(_ state: RunState) -> String {
    switch self {
    case .item(let activity):
      "\(activity): \(state.definition(activity)?.shortTitle ?? "") (yes or no?)"
    case .confirm(let activity): "\(activity): may this block run?"
    case .failure(let activity, _): "\(activity) failed: what is to be done?"
    case .unknown(let activity, let attempt):
      "the outcome of attempt \(attempt) of \(activity) is unknown: what is true?"
    case .descendants(let activity, _):
      "what \(activity) left behind is still at work: wait, end it, or go on?"
    case .running(let activity, _): "\(activity) goes on: is it to end as well?"
    case .needs(let stage, let missing):
      "step \(stage) needs \(missing.joined(separator: ", ")), not succeeded: start all the same?"
    }
  }
}
