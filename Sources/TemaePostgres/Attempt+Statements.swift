import TemaeCore

extension Attempt {
  /// How long an answer may take: the server's own time-out and some grace; without one, as long as
  /// the server is seen at work.
  var patience: Session.Patience {
    let start = ContinuousClock.now
    let limit = order.timeoutSeconds.map { $0 + Connecting.answerGraceSeconds }
    let look = look
    let seconds = min(limit ?? .max, look?.seconds ?? Keepalives.own.lookSeconds)
    return Session.Patience(limit: .seconds(seconds)) {
      if let limit, ContinuousClock.now - start >= .seconds(limit) {
        return .giveUp(
          "no answer within \(limit) s, \(Connecting.answerGraceSeconds) s past the time-out")
      }
      return look?.verdict() ?? .waitOn
    }
  }

  /// Sends one statement of the block and records what came of it.
  mutating func perform(_ step: Script.Step, _ session: Session) throws(Ending) {
    try refuseWhenCancelled(session)
    let start = ContinuousClock.now
    let reply = session.send(step.text, patience: patience, onOutput: onOutput)
    try requireDone(reply, of: step, session)
    guard case .done(let done) = reply else { return }
    statements.append(
      SQLEnd.Statement(
        file: step.file, line: step.line, tag: done.tag, rows: done.rows,
        durationMicroseconds: Self.microseconds(since: start)))
    if let table = done.table { result = table }
    if session.isIdle, !step.statement.isOfSession { hasCommitted = true }
    guard order.mode == .asWritten || session.isInTransaction != (order.mode == .single) else {
      throw Self.endedEarly(of: step)
    }
  }

  /// A request that came between two statements never reached the server's notice.
  func refuseWhenCancelled(_ session: Session) throws(Ending) {
    guard inFlight.isCancelled(key) else { return }
    throw Ending(
      status: .failed(
        SQLFailure(state: "57014", message: "cancelled on request, between two statements")))
  }

  /// Passes when the server did it; otherwise ends the attempt.
  func requireDone(
    _ reply: Reply, of step: Script.Step?, _ session: Session
  ) throws(Ending) {
    switch reply {
    case .done: return
    case .refused(let message):
      let effect = mayHaveTakenEffect(message, step, session)
      throw Ending(status: .failed(failure(message, of: step, mayHaveTakenEffect: effect)))
    case .broken(let message):
      guard isBindingWhenBroken else {
        let failure = failure(message, of: step, mayHaveTakenEffect: false)
        throw Ending(status: .failed(failure))
      }
      throw Ending(status: .lost(lost(message, step)))
    }
  }

  func failure(
    _ message: ServerMessage, of step: Script.Step?, mayHaveTakenEffect: Bool
  ) -> SQLFailure {
    let line = step.map { step in message.position.map(step.line(ofPosition:)) ?? step.line }
    return SQLFailure(
      state: message.state, message: message.message, detail: message.explanation,
      statement: step.map { String($0.text.prefix(2000)) }, file: step?.file, line: line,
      mayHaveTakenEffect: mayHaveTakenEffect)
  }

  /// The attempt's transaction is over although nobody of ours ended it.
  static func endedEarly(of step: Script.Step?) -> Ending {
    Ending(
      status: .failed(
        SQLFailure(
          state: "25P01",
          message: "the statements ended or began a transaction of their own: what was done before "
            + "may be committed", statement: step.map { String($0.text.prefix(2000)) },
          file: step?.file, line: step?.line, mayHaveTakenEffect: true)))
  }

  private func lost(_ message: ServerMessage, _ step: Script.Step?) -> String {
    let state = message.state.isEmpty ? "" : " (\(message.state))"
    let place = step.map { "\($0.file.map { "\($0), " } ?? "")line \($0.line)" } ?? "the beginning"
    let consequence =
      order.mode.isUnmarked
      ? "the statement may have taken effect, or may still be running."
      : "COMMIT was not sent, so the server undoes the transaction when it notices; "
        + "a statement in flight may run on until then."
    return "the connection broke at \(place): \(message.message)\(state); \(consequence)"
  }

  private func mayHaveTakenEffect(
    _ message: ServerMessage, _ step: Script.Step?, _ session: Session
  ) -> Bool {
    switch order.mode {
    case .transaction, .discarded, .readOnly: false
    case .single: mayHaveTakenEffectAlone(message, step)
    // A transaction that failed, or whose COMMIT did, leaves nothing.
    case .asWritten where !session.isIdle || step?.endsTransaction == true: false
    case .asWritten: mayHaveTakenEffectAlone(message, step)
    }
  }

  /// Outside a transaction only what the server refused before it began to work had no effect; when
  /// in doubt, it may have had one.
  private func mayHaveTakenEffectAlone(_ message: ServerMessage, _ step: Script.Step?) -> Bool {
    // With a context, the error happened inside a function that may have committed before.
    guard let step, message.context == nil, message.state.hasPrefix("42") else { return true }
    if message.position != nil { return false }
    let isDefinition = ["CREATE", "ALTER", "DROP"].contains(step.words.first)
    return !(isDefinition && ["42501", "42P01", "42P07", "42703", "42704"].contains(message.state))
  }
}
