import TemaeCore

/// What a run came to: worked out from the evidence of its success criteria, never asserted.
enum RunOutcome: Hashable {
  /// It was completed, and every criterion is met.
  case shown(checks: Int, answers: Int)
  /// It was completed, but not every criterion is met by a check or an answer.
  case notShown(met: Int, of: Int)
  /// It was completed, and the document has nothing by which success could be told.
  case withoutCriteria
  /// It has not been completed.
  case notReached(RunStatus)

  init(_ state: RunState, _ findings: [String: Finding]) {
    let criteria = state.plan.stages.first { $0.id == "success" }?.activities ?? []
    let met = criteria.filter { state.isMet($0, findings) }
    guard state.status == .completed else {
      self = .notReached(state.status)
      return
    }
    guard !criteria.isEmpty else {
      self = .withoutCriteria
      return
    }
    guard met.count == criteria.count else {
      self = .notShown(met: met.count, of: criteria.count)
      return
    }
    let answers = met.count { $0.kind == .manual }
    self = .shown(checks: met.count - answers, answers: answers)
  }

  /// One word for it, for templates and programs.
  var word: String {
    switch self {
    case .shown: "success"
    case .notShown, .withoutCriteria: "not shown"
    case .notReached(let status): StateMark(status).word
    }
  }

  /// The word with a glyph and a tone.
  var mark: StateMark {
    switch self {
    case .shown: StateMark(glyph: "✓", word: word, tone: .good)
    case .notShown, .withoutCriteria: StateMark(glyph: "!", word: word, tone: .warning)
    case .notReached(let status): StateMark(status)
    }
  }

  /// Why.
  var reason: String {
    switch self {
    case .shown(let checks, let answers):
      "every success criterion is met: \(checks) by checks, \(answers) by people's answers"
    case .notShown(let met, let all):
      "\(all - met) of \(all) success criteria not met by a check or an answer"
    case .withoutCriteria: "the document has no success criteria"
    case .notReached(.aborted): "the run was aborted"
    case .notReached(.rolledBack): "the run was rolled back"
    case .notReached: "the run has not been completed"
    }
  }
}

extension RunState {
  /// Whether a criterion is met: by a check that held or an answer that was yes, and nothing else.
  func isMet(_ activity: Activity, _ findings: [String: Finding]) -> Bool {
    guard let known = self.activity(activity.id), known.phase == .succeeded, !known.isInDoubt,
      let finding = findings[activity.id]
    else { return false }
    switch finding.basis {
    case .check(let holds, _, _): return holds
    case .answer(let answer, _): return answer == .yes
    case .attempt, .settled: return activity.kind != .manual
    case .person: return false
    }
  }
}
