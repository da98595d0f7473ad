import TemaeCore

extension EventDescription {
  /// What became of an attempt.
  init(attempt event: Event, _ payload: PayloadResolver) {
    switch event {
    case .attemptIntended(let data):
      self.init(StateMark(.intended), data.activity, Self.number(data.attempt))
    case .attemptStarted(let data):
      self.init(StateMark(.running), data.activity, "process \(data.processID)")
    case .attemptOutput(let data):
      self.init(.fact(data.stream.rawValue), data.activity, "\(data.content.length) bytes")
    case .attemptSucceeded(let data):
      self.init(StateMark(.succeeded), data.activity, Self.number(data.attempt))
      measure(data.report)
    case .attemptFailed(let data):
      self.init(StateMark(.failed), data.activity, Self.number(data.attempt))
      measure(data.report)
      block = data.failure.lines(
        data.report, message: payloadText(data.failure.message, payload))
    case .attemptLost(let data):
      self.init(StateMark(.unknown), data.activity, Self.number(data.attempt))
      let lead = data.wasDone ? "its success is in doubt" : "nobody saw its end"
      block = [StyledLine("\(lead): \(data.evidence)", .warning)]
    case .attemptSettled(let data): self.init(settled: data)
    case .descendantsAlive(let data):
      self.init(
        StateMark(glyph: "!", word: "lives on", tone: .warning), data.activity,
        "the command ended and left processes behind")
    case .descendantsEnded(let data):
      self.init(
        StateMark(glyph: "✓", word: "ended", tone: .good), data.activity,
        "what the command had left behind")
    case .endAsked(let data):
      self.init(
        StateMark(glyph: "!", word: "to end", tone: .warning), data.activity,
        "a person wants it to end")
      reason = data.reason
    case .watchEnded(let data):
      self.init(
        StateMark(glyph: "✓", word: "ended", tone: .good), data.activity, data.reason.words)
      measure(data.report)
    case .probeAnswered(let data):
      self.init(.fact("probed"), data.activity, data.answer.words)
      measure(data.report)
    case .checkPassed(let data):
      self.init(StateMark(glyph: "✓", word: "holds", tone: .good), data.activity, data.expected)
      measure(data.report)
    case .checkFailed(let data): self.init(failed: data, payload)
    case .rollbackStarted, .rollbackPlanned, .rollbackCompleted, .runOpened, .runPaused,
      .runResumed, .runHalted, .runAborted, .runCompleted,
      .runbookAmended, .leaseTaken,
      .leaseReleased, .activitySkipped, .activityDoneByHand, .activityRetried, .remedyChosen,
      .activityAdded, .targetObserved, .targetMismatched, .targetRepinned, .indexesObserved,
      .valueCaptured,
      .variableExported, .backupTaken, .backupVerified, .secretSupplied, .itemAnswered,
      .pivotPassed, .noteAdded,
      .deviationRecorded, .ignored:
      self.init(.fact(event.type))
    }
  }

  private init(settled data: AttemptSettled) {
    let phase: ActivityPhase =
      switch data.verdict {
      case .done: .succeeded
      case .again: .pending
      case .failed: .failed
      }
    var mark = StateMark(phase)
    mark.word = "settled"
    self.init(mark, data.activity, "\(data.verdict.words), by \(data.evidence.words)")
    reason = data.reason
  }

  private init(failed data: CheckFailed, _ payload: PayloadResolver) {
    self.init(StateMark(glyph: "✗", word: "does not hold", tone: .bad), data.activity)
    measure(data.report)
    block = [StyledLine("expected: \(data.expected)", .bad)]
    if let found = payloadText(data.found, payload) {
      block.append(StyledLine("found:", .bad))
      block += [StyledLine](block: found, indent: 2, limit: AttemptFailure.messageLines)
    }
  }

  private mutating func measure(_ report: AttemptReport) {
    durationMicroseconds = report.durationMicroseconds
    guard let rows = report.rows, rows > 0 else { return }
    detail += (detail.isEmpty ? "" : ", ") + counted(rows, "row")
  }

  /// A first attempt is the ordinary case and needs no number.
  private static func number(_ attempt: Int) -> String { attempt > 1 ? "attempt \(attempt)" : "" }
}

extension AttemptFailure {
  /// How many lines of a message are shown; `temae log` has them all.
  static let messageLines = 20

  /// SQLSTATE, place, message, and whether something may have taken effect.
  func lines(_ report: AttemptReport?, message: String?) -> [StyledLine] {
    var how = kind.words
    if kind == .exit, let code = report?.exitCode { how = "exit code \(code): \(how)" }
    if kind == .signal, let signal = report?.signal { how = "signal \(signal): \(how)" }
    let place = [state.map { "SQLSTATE \($0)" }, location].compactMap(\.self)
    if !place.isEmpty { how = place.joined(separator: ", ") + ": " + how }
    var lines = [StyledLine(how, .bad)]
    if let message {
      lines += [StyledLine](block: message, indent: 2, limit: Self.messageLines)
    }
    if mayHaveTakenEffect {
      lines.append(StyledLine("it may have taken effect all the same", .warning))
    }
    return lines
  }

  /// `baseline.sql:14`, or `line 81` of the document.
  private var location: String? {
    guard let file else { return line.map { "line \($0)" } }
    return line.map { "\(file):\($0)" } ?? file
  }
}
