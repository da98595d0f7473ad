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
            activity: activity.id, attempt: attempt, reason: watchEnd(activity, ending),
            report: ending.report)))
    case .check, .precheck:
      judge(activity, attempt, ending, into: &outcome)
    case .change, .capture, .rollback, .remedy, .preview, .expect, .example, .item:
      finish(activity, attempt, ending, into: &outcome)
    }
    return outcome
  }

  /// The supervisor's deadline is the watch's own end.
  private func watchEnd(_ activity: Activity, _ ending: Ending) -> WatchEnd {
    if let asked = watchEnds[activity.id] { return asked }
    if case .bad(.timeout, _) = ending.status { return .until }
    return .exited
  }

  /// How often a read whose end nobody sees is tried before a person is asked.
  private static let lostReads = 3

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
      .attemptLost(
        AttemptLost(activity: activity.id, attempt: attempt, evidence: mask.masked(evidence))))
    guard isRead(activity) else { return outcome }
    let isExhausted = (state.activity(activity.id)?.tries ?? 0) >= Self.lostReads
    if isExhausted, activity.role == .probe {
      outcome.events.append(
        .probeAnswered(
          ProbeAnswered(
            activity: activity.id, answer: .cannotTell, attempt: attempt,
            report: AttemptReport(durationMicroseconds: 0))))
      return outcome
    }
    outcome.events.append(
      .attemptSettled(
        AttemptSettled(
          activity: activity.id, attempt: attempt, evidence: .read,
          verdict: isExhausted ? .failed : .again)))
    return outcome
  }

  /// Whether nothing can have taken effect: the server sees to it where the role does not.
  private func isRead(_ activity: Activity) -> Bool {
    let settings = activity.settings
    return !activity.role.mayWrite
      || activity.kind == .sql && (settings.isReadOnly || settings.isDiscarded)
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
    if activity.form == .baseline, found.isWhole {
      keep(found.text, as: "baseline:\(activity.runbookID)", of: activity, into: &outcome)
      return succeed(activity, attempt, ending, into: &outcome)
    }
    let passes: Bool
    do {
      passes = try holds(activity, found)
    } catch {
      return fail(activity, attempt, ending.malformed("\(error)"), into: &outcome)
    }
    let expected = expectation(activity)
    let content = outcome.seal(Array(mask.masked(found.text).utf8), ports.journal)
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
        let message = "expected: \(expectation(activity))\nfound: \(found.text)"
        return fail(activity, attempt, ending.malformed(message), into: &outcome)
      }
    }
    if let name = activity.settings.capture {
      guard found.isWhole else {
        return fail(activity, attempt, ending.malformed("\(Self.tooLong)"), into: &outcome)
      }
      keep(found.text, as: name, of: activity, into: &outcome)
    }
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
    if activity.settings.isSecret { hidden.append(found) }
    // A value that holds a secret is kept in memory only: with its secret masked it would be another.
    let isSecret = activity.settings.isSecret || mask.masked(found) != found
    let value = isSecret ? nil : outcome.seal(Array(found.utf8), ports.journal)
    outcome.events.append(
      .valueCaptured(
        ValueCaptured(
          activity: activity.id, check: isSecret ? check("@\(name)", found) : nil, name: name,
          value: value)))
  }

  /// A SQL check without a comparison holds when it returns rows and none of them says false.
  private func holds(_ activity: Activity, _ found: Found) throws -> Bool {
    let comparison = activity.settings.comparison
    if comparison == nil, activity.kind != .sql { return true }
    guard found.isWhole else { throw Self.tooLong }
    guard let comparison else {
      let cells = found.text.split(whereSeparator: { $0 == "\t" || $0 == "\n" })
      return !found.isNothing && !cells.contains("f")
    }
    if comparison.kind == .empty || comparison.kind == .schema { return found.isNothing }
    return try comparison.holds(for: found.text, operand: try operand(of: comparison, activity))
  }

  private static let tooLong = Comparison.Incomparable(
    "the result is too long to be compared or kept as a value; select less, or a digest of it")

  private func operand(of comparison: Comparison, _ activity: Activity) throws -> String {
    if comparison.kind == .unchanged {
      guard let before = values["baseline:\(activity.runbookID)"] else {
        throw Comparison.Incomparable("nobody looked at it before the step's first change")
      }
      return before
    }
    guard comparison.isCaptured else { return comparison.operand }
    guard let value = values[comparison.operand] else {
      throw Comparison.Incomparable("no value \(comparison.operand) has been captured")
    }
    return value
  }

  private func expectation(_ activity: Activity) -> String {
    guard let comparison = activity.settings.comparison else {
      return activity.kind == .sql ? "rows, none of them false" : "an accepted exit code"
    }
    guard comparison.isCaptured, comparison.kind != .schema,
      let value = values[comparison.operand]
    else {
      return mask.masked(comparison.words)
    }
    return mask.masked("\(comparison.words) (\(value.prefix(200)))")
  }
}
