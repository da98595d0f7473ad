import TemaeCore

extension Driver {
  /// Turns the end of an attempt into events, by the activity's role.
  func outcome(
    of activity: Activity, _ attempt: Int, _ ending: Ending, into given: Outcome = Outcome()
  ) -> Outcome {
    var outcome = given
    if case .lost(let evidence) = ending.status {
      return lost(activity, attempt, evidence, into: outcome)
    }
    switch activity.role {
    case .probe:
      outcome.events.append(
        .probeAnswered(
          ProbeAnswered(
            activity: activity.id, answer: answer(activity, ending), attempt: attempt,
            report: ending.report)))
    case .watch:
      outcome.events.append(
        .watchEnded(
          WatchEnded(
            activity: activity.id, attempt: attempt, reason: watchEnds[activity.id] ?? .exited,
            report: ending.report)))
    case .check, .precheck:
      judge(activity, attempt, ending, into: &outcome)
    case .change, .capture, .rollback, .remedy, .preview, .expect, .example, .item:
      finish(activity, attempt, ending, into: &outcome)
    }
    return outcome
  }

  /// A read whose end nobody saw changed nothing: it is tried again.
  private func lost(
    _ activity: Activity, _ attempt: Int, _ evidence: String, into outcome: Outcome
  ) -> Outcome {
    var outcome = outcome
    if activity.role == .watch {
      outcome.events.append(
        .watchEnded(
          WatchEnded(
            activity: activity.id, attempt: attempt, reason: .interrupted,
            report: AttemptReport(durationMicroseconds: 0))))
      return outcome
    }
    outcome.events.append(
      .attemptLost(AttemptLost(activity: activity.id, attempt: attempt, evidence: evidence)))
    if !activity.role.mayWrite {
      outcome.events.append(
        .attemptSettled(
          AttemptSettled(
            activity: activity.id, attempt: attempt, evidence: .read, verdict: .again)))
    }
    return outcome
  }

  private func answer(_ activity: Activity, _ ending: Ending) -> ProbeAnswer {
    switch (activity.kind, ending.status) {
    case (.sql, .fine(let found)):
      guard let holds = try? holds(activity, found) else { return .cannotTell }
      return holds ? .yes : .no
    case (.sql, _): return .cannotTell
    case (_, .lost): return .cannotTell
    case (_, .fine(let found)):
      guard activity.settings.comparison != nil else {
        return ending.exitCode == 0 ? .yes : .cannotTell
      }
      return (try? holds(activity, found)) == true ? .yes : .no
    case (_, .bad): return ending.exitCode == 1 ? .no : .cannotTell
    }
  }

  private func judge(
    _ activity: Activity, _ attempt: Int, _ ending: Ending, into outcome: inout Outcome
  ) {
    guard case .fine(let found) = ending.status else {
      return fail(activity, attempt, ending, into: &outcome)
    }
    if activity.form == .baseline {
      keep(found, as: "baseline:\(activity.runbookID)", of: activity, into: &outcome)
      return succeed(activity, attempt, ending, into: &outcome)
    }
    let passes: Bool
    do {
      passes = try holds(activity, found)
    } catch {
      var malformed = ending
      malformed.status = .bad(.malformed, message: "\(error)")
      return fail(activity, attempt, malformed, into: &outcome)
    }
    let expected = expectation(activity)
    let content = outcome.seal(Array(mask.masked(found).utf8), ports.journal)
    if passes {
      outcome.events.append(
        .checkPassed(
          CheckPassed(
            activity: activity.id, attempt: attempt, expected: expected, found: content,
            report: ending.report)))
    } else {
      outcome.events.append(
        .checkFailed(
          CheckFailed(
            activity: activity.id, attempt: attempt, expected: expected, found: content,
            report: ending.report)))
    }
  }

  private func finish(
    _ activity: Activity, _ attempt: Int, _ ending: Ending, into outcome: inout Outcome
  ) {
    guard case .fine(let found) = ending.status else {
      return fail(activity, attempt, ending, into: &outcome)
    }
    if activity.settings.comparison != nil {
      guard let passes = try? holds(activity, found), passes else {
        var other = ending
        other.status = .bad(
          .malformed, message: "expected: \(expectation(activity))\nfound: \(found)")
        return fail(activity, attempt, other, into: &outcome)
      }
    }
    if let name = activity.settings.capture { keep(found, as: name, of: activity, into: &outcome) }
    succeed(activity, attempt, ending, into: &outcome)
  }

  private func succeed(
    _ activity: Activity, _ attempt: Int, _ ending: Ending, into outcome: inout Outcome
  ) {
    outcome.events.append(
      .attemptSucceeded(
        AttemptSucceeded(activity: activity.id, attempt: attempt, report: ending.report)))
  }

  private func fail(
    _ activity: Activity, _ attempt: Int, _ ending: Ending, into outcome: inout Outcome
  ) {
    guard case .bad(let kind, let message) = ending.status else { return }
    let failure = AttemptFailure(
      file: ending.file, kind: kind, line: ending.line,
      mayHaveTakenEffect: activity.role.mayWrite && ending.mayHaveTakenEffect,
      message: outcome.seal(Array(mask.masked(message).utf8), ports.journal), state: ending.state)
    outcome.events.append(
      .attemptFailed(
        AttemptFailed(
          activity: activity.id, attempt: attempt, failure: failure, report: ending.report)))
  }

  private func keep(
    _ found: String, as name: String, of activity: Activity, into outcome: inout Outcome
  ) {
    values[name] = found
    if activity.settings.isSecret {
      secrets.append(EnvironmentVariable(name: name, value: found))
      mask = Mask(secrets: secrets.map(\.value))
    }
    let value =
      activity.settings.isSecret
      ? nil : outcome.seal(Array(mask.masked(found).utf8), ports.journal)
    outcome.events.append(
      .valueCaptured(ValueCaptured(activity: activity.id, name: name, value: value)))
  }

  /// A SQL check without a comparison holds when it returns rows and none of them says false.
  private func holds(_ activity: Activity, _ found: String) throws -> Bool {
    guard let comparison = activity.settings.comparison else {
      guard activity.kind == .sql else { return true }
      let cells = found.split(whereSeparator: { $0 == "\t" || $0 == "\n" })
      return !cells.isEmpty && !cells.contains("f")
    }
    var operand = comparison.operand
    if comparison.kind == .unchanged { operand = values["baseline:\(activity.runbookID)"] ?? "" }
    if comparison.isCaptured {
      guard let value = values[operand] else {
        throw Comparison.Incomparable("no value \(operand) has been captured")
      }
      operand = value
    }
    return try comparison.holds(for: found, operand: operand)
  }

  private func expectation(_ activity: Activity) -> String {
    guard let comparison = activity.settings.comparison else {
      return activity.kind == .sql ? "rows, none of them false" : "an accepted exit code"
    }
    guard comparison.isCaptured, let value = values[comparison.operand] else {
      return mask.masked(comparison.words)
    }
    return mask.masked("\(comparison.words) (\(value.prefix(200)))")
  }
}
