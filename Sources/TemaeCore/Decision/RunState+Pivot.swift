/// The point of no return: asked for in so many words, and final.
extension RunState {
  /// Passes it; when the way back no longer fits the planned time, only with a reason.
  func pass(
    _ id: String, _ note: Commitment?, at now: Instant
  ) throws(Rejection) -> [Event] {
    let latest = LatestDecision(RollbackPlan(of: self), plannedEnd: Budgets(self).plannedEnd)
    let passed = Event.pivotPassed(
      PivotPassed(activity: id, latest: latest.instant, note: note))
    guard let instant = latest.instant, instant < now else { return [passed] }
    guard let note else {
      throw Rejection(
        "the way back no longer fits: it had to begin by \(instant)",
        remedy: "to go forward all the same, say why in a note")
    }
    return [
      .deviationRecorded(DeviationRecorded(kind: .window, reason: note, subject: id)), passed,
    ]
  }

  /// The items of a step are answered in any order, but not across its point of no return; and that
  /// comes when all before it has been dealt with.
  func requirePlace(of id: String, aroundPivotIn stage: Plan.Stage) throws(Rejection) {
    guard let pivot = stage.activities.firstIndex(where: { $0.form == .pivot }),
      let own = stage.activities.firstIndex(where: { $0.id == id }), own >= pivot
    else { return }
    let isPivot = own == pivot
    let earlier = isPivot ? stage.activities[..<pivot] : stage.activities[pivot...pivot]
    if let first = earlier.first(where: hasTurn) {
      throw Rejection("the turn of \(id) has not come: \(first.id) comes before it")
    }
    let missing = stage.needs.filter { !hasSucceeded($0) }
    guard isPivot, let need = missing.first, !overruled.contains(stage.id) else { return }
    throw Rejection("the turn of \(id) has not come: step \(need) has not succeeded")
  }

  /// Nobody leaves it out, and nobody passes it in other words than yes.
  func requireAnswer(toPivot command: Command) throws(Rejection) {
    let subject: String
    switch command {
    case .skip(let id, _), .settle(let id, _, _), .retry(let id, _): subject = id
    case .answer, .remedy, .add, .end, .overrule, .note, .amend, .pause, .resume, .abort, .rollBack:
      return
    }
    guard definition(subject)?.form == .pivot else { return }
    throw Rejection(
      "\(subject) is the point of no return: it is passed, or the run ends before it",
      remedy: "temae answer \(subject) yes or no; temae rollback undoes what was done so far")
  }

  /// What is recorded before a rollback: nothing, unless the run has passed its point of no return.
  func deviation(fromPivot reason: Commitment?) throws(Rejection) -> [Event] {
    guard let pivot else {
      guard reason == nil else {
        throw Rejection("the run has passed no point of no return: there is nothing to overrule")
      }
      return []
    }
    guard let reason else {
      throw Rejection(
        "the run passed its point of no return, \(pivot.activity), at \(pivot.at) (event "
          + "\(pivot.sequence)): from there it only goes forward",
        remedy: "if it must go back all the same, say why with --overrule")
    }
    return [
      .deviationRecorded(
        DeviationRecorded(kind: .pivot, reason: reason, subject: pivot.activity))
    ]
  }
}
