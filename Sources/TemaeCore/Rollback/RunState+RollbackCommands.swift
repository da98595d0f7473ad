extension RunState {
  /// Decides whether the run can be rolled back, and records that it is.
  func rollBack(
    _ scope: RollbackScope?, _ step: String?, _ keepsGoing: Bool, _ reason: Commitment?
  ) throws(Rejection) -> Event {
    guard status != .new else { throw Rejection("the run has not been opened") }
    guard !isRollingBack else {
      throw Rejection("the run is being rolled back", remedy: "temae resume goes on with it")
    }
    if let step { try requireEnd(of: step) }
    let plan = RollbackPlan(of: self, scope: scope, upTo: step)
    guard scope != nil || !plan.left.isEmpty else {
      throw Rejection("nothing is to be undone", remedy: "temae rollback --plan says why")
    }
    return .rollbackStarted(
      RollbackStarted(
        keepsGoing: keepsGoing, reason: reason, scope: scope?.title, scopeLine: scope?.line,
        upTo: step))
  }

  private func requireEnd(of step: String) throws(Rejection) {
    guard plan.stages.contains(where: { $0.id == step }) else {
      throw Rejection("the runbook has no step \(step)", remedy: "see temae show")
    }
    guard end(ofStage: step) != nil else {
      throw Rejection(
        "step \(step) has not ended: there is no end of it to go back to",
        remedy: "name an earlier step, or none")
    }
  }

  /// Nothing of the way forward is answered, tried again or left undone in a rollback.
  func requireRollbackWork(_ command: Command) throws(Rejection) {
    let subject: String
    switch command {
    case .answer(let id, _, _), .skip(let id, _), .settle(let id, _, _), .retry(let id, _):
      subject = id
    case .remedy(let id, _, _):
      throw Rejection("the run is being rolled back: \(id) is not repaired any more")
    case .amend, .add, .end, .overrule, .note, .pause, .resume, .abort, .rollBack: return
    }
    guard !belongsToRollback(subject), try known(subject).phase != .unknown else { return }
    throw Rejection(
      "the run is being rolled back: nothing is done about \(subject) any more",
      remedy: "temae status says what is to be undone")
  }

  /// The items of a rollback are answered in their order.
  func requireTurn(ofCompensation id: String) throws(Rejection) {
    let next = nextCompensation
    guard let next, next.id == id else {
      throw Rejection(
        "the turn of \(id) has not come: the rollback stands at \(next?.id ?? "its end")")
    }
  }
}
