public import TemaeCore

/// Where a run stands, what it waits for, how late it is, and what can be done now: `temae status`.
public struct StatusReport {
  let state: RunState
  let now: Instant
  let holder: String?
  let payload: PayloadResolver
  private let clockSteps: [ClockStep]

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - state: the run's state.
  ///   - now: the instant for which everything is said.
  ///   - holder: the live driver in words; `nil` when nobody drives the run.
  ///   - payload: gives the messages of failures.
  ///   - entries: the run's entries: they tell whether a wall clock was set.
  public init(
    state: RunState, at now: Instant, holder: String?, payload: @escaping PayloadResolver,
    entries: [Entry] = []
  ) {
    self.init(
      state: state, at: now, holder: holder, payload: payload,
      clockSteps: ClockStep.all(in: entries))
  }

  init(
    state: RunState, at now: Instant, holder: String?, payload: @escaping PayloadResolver,
    clockSteps: [ClockStep]
  ) {
    self.clockSteps = clockSteps
    self.state = state
    self.now = now
    self.holder = holder
    self.payload = payload
  }

  /// The exit code that says the same: 0 goes on or done, 1 halted, 2 rolled back but not all of it, 3
  /// waits for a person, 4 aborted, 5 rolled back, 6 an outcome is unknown.
  public var exitCode: Int32 {
    if !state.status.isEnded, state.activities.contains(where: { $0.phase == .unknown }) {
      return 6
    }
    switch state.status {
    case .new, .completed: return 0
    case .aborted: return 4
    case .rolledBack: return state.rollback?.end?.isWhole == true ? 5 : 2
    case .paused: return 3
    case .open: return Waiting(of: state, at: now).isForPerson ? 3 : 0
    case .halted: return haltedExitCode
    }
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String {
    let name = StyledLine(state.opened?.name ?? state.run, .strong)
    var lines = [name.adding("  \(state.opened?.title ?? state.runbook.title)")]
    lines += standing
    let offered = [OfferedCommand](for: state, at: now, hasHolder: holder != nil)
    let commands = offered.map { [StyledLine($0.command), StyledLine($0.meaning, .faint)] }
    lines += section("what can be done now", TextTable(rows: commands, indent: 2).lines)
    return lines.text(style)
  }

  /// Where the run stands, without what could be done about it.
  var standing: [StyledLine] {
    TextTable(rows: facts, indent: 2).lines + section("open attempts", attempts)
      + section("failed", failures)
  }

  /// What failed and is not settled, with what it said: lines without colours.
  public var failureTexts: [String] { failures.map { $0.rendered(.plain) } }

  private var haltedExitCode: Int32 {
    guard let reason = state.halt?.reason else { return 1 }
    return switch reason {
    case .failed, .target, .changed, .disk: 1
    case .person, .interrupted: 3
    case .unknown: openAttempts.isEmpty ? settledExitCode : 6
    }
  }

  /// Somebody has settled since what the run was halted for.
  private var settledExitCode: Int32 {
    state.activities.contains { $0.phase == .failed } ? 1 : 3
  }

  private func section(_ title: String, _ lines: [StyledLine]) -> [StyledLine] {
    lines.isEmpty ? [] : [StyledLine(title, .strong)] + lines
  }
}

extension StatusReport {
  private var facts: [[StyledLine]] {
    let place = RunPlace(of: state, at: now)
    let waiting = Waiting(of: state, at: now)
    var rows: [[StyledLine]] = [["status", StateMark(state.status).line]]
    if let halt = state.halt {
      rows.append(["why", StyledLine(halt.reason.words(after: halt.detail), .bad)])
    }
    rows.append(["waits for", StyledLine(waiting.text, waiting.isForPerson ? .warning : .active)])
    if let rollback = state.rollback, state.isRollingBack {
      let all = state.compensations
      let done = all.count { state.activity($0.id)?.phase.isResolved == true }
      let count = "\(done) of \(all.count) blocks and items of the way back dealt with"
      let since = "since \(TimeText.dayAndWall(rollback.startedAt)), "
      rows.append(["rolls back", StyledLine(since + count, .warning)])
    } else if let stage = place.stage {
      let count = "  \(place.resolvedCount) of \(stage.activities.count) dealt with"
      rows.append(["stands at", stage.heading.adding(count)])
    }
    rows += clockRows(place)
    rows += clockSteps.map { ["clock", StyledLine($0.text, .warning)] }
    rows.append(["driver", driver])
    rows.append(["activities", activityCounts])
    if state.deviations > 0 {
      let mark = StateMark(
        glyph: StateMark.deviation.glyph, word: counted(state.deviations, "deviation"),
        tone: .warning)
      rows.append(["as written", mark.line])
    }
    if !state.lateEvidence.isEmpty {
      let numbers = state.lateEvidence.map(String.init).joined(separator: ", ")
      rows.append(["late evidence", StyledLine("events \(numbers)", .warning)])
    }
    if let purpose = state.opened?.purpose {
      rows.append(["purpose", StyledLine(purpose.words, .warning)])
    }
    rows.append(["document", StyledLine(document)])
    if let amendment { rows.append(["amended", amendment]) }
    return rows
  }

  private func clockRows(_ place: RunPlace) -> [[StyledLine]] {
    var clock = StyledLine(TimeText.dayAndWall(now))
    if let position = RunClock(state).position(now) { clock = clock.adding("  \(position)") }
    clock = clock + place.latenessLine
    if !state.honoursSchedule { clock = clock.adding("  the schedule is ignored", .faint) }
    var rows = [["now", clock]]
    if let opened = state.openedAt {
      let end = state.endedAt.map { ", ended \(TimeText.dayAndWall($0))" } ?? ""
      rows.append(["opened", StyledLine(TimeText.dayAndWall(opened) + end)])
    }
    if let start = state.opened?.t0 {
      var line = StyledLine(TimeText.dayAndWall(start))
      if let minute = state.opened?.minuteMicroseconds, minute != 60_000_000 {
        line = line.adding("  a minute of the schedule lasts \(TimeText.elapsed(minute))", .warning)
      }
      rows.append(["T", line])
    }
    return rows
  }

  private var driver: StyledLine {
    if let holder { return StyledLine("\(holder), epoch \(state.epoch)") }
    let isAlarming = state.status == .open && !state.isReleased
    return isAlarming
      ? StyledLine("nobody: the driver of epoch \(state.epoch) is gone", .warning)
      : StyledLine("nobody", .faint)
  }

  private var activityCounts: StyledLine {
    ActivityPhase.allCases.reduce(StyledLine()) { line, phase in
      let count = state.activities.count { $0.phase == phase && isCounted($0) }
      guard count > 0 else { return line }
      let gap = line.spans.isEmpty ? "" : "  "
      return line.adding("\(gap)\(StateMark(phase).text) \(count)", StateMark(phase).tone)
    }
  }

  /// Probes and remedies that nothing asked for are no work that is left.
  private func isCounted(_ activity: ActivityState) -> Bool {
    activity.phase != .pending || !state.plan.onDemand.contains { $0.id == activity.id }
  }

  /// How often the runbook was amended, and why the last time.
  private var amendment: StyledLine? {
    guard let last = state.amendments.last else { return nil }
    let count = state.amendments.count
    let digests = "\(last.previous.short) → \(last.digest.short)"
    let reason = payloadText(last.reason, payload) ?? ""
    return StyledLine("\(count == 1 ? "once" : "\(count) times"), \(digests): \(reason)", .warning)
  }

  private var document: String {
    let name = state.document ?? "not known"
    return "\(name), digest \(state.runbook.digest.short), event \(state.sequence)"
  }

  private var attempts: [StyledLine] {
    openAttempts.flatMap { activity -> [StyledLine] in
      var line = StyledLine("  ") + StateMark(activity.phase).column
      line = line.adding("  \(activity.id)  attempt \(activity.attempts)")
      if let began = activity.beganAt {
        let since = TimeText.elapsed(now.microseconds(since: began))
        line = line.adding("  intended \(TimeText.dayAndWall(began)), \(since) ago")
      }
      return [line] + evidence(activity).map { StyledLine($0, .faint).indented(by: 18) }
    }
  }

  var openAttempts: [ActivityState] {
    state.activities.filter { $0.phase.isOpen || $0.phase == .unknown }
  }

  /// What is known of an attempt whose end is not.
  func evidence(_ activity: ActivityState) -> [String] {
    var lines: [String] = []
    if activity.phase.isOpen, let epoch = activity.epoch, epoch != state.epoch || holder == nil {
      lines.append("let go by the driver of epoch \(epoch), which is gone: resuming settles it")
    }
    if let directory = activity.directory, !activity.isInDoubt {
      lines.append("its records lie in \(directory)")
    }
    if let answer = activity.probed { lines.append("the probe said: \(answer.words)") }
    if activity.phase == .unknown {
      lines.append(
        activity.isInDoubt
          ? "it had succeeded before its database was pinned anew: it may be gone"
          : "nobody saw its end: it may have taken effect")
      if let evidence = activity.evidence { lines.append("what was found: \(evidence)") }
      lines += (activity.indexesAfter ?? []).map(\.words)
    }
    return lines
  }

  private var failures: [StyledLine] {
    state.activities.filter { $0.phase == .failed }.flatMap { activity -> [StyledLine] in
      var line = StyledLine("  ") + StateMark(activity.phase).column
      line = line.adding("  \(activity.id)", .strong)
      line = line.adding("  \(state.definition(activity.id)?.shortTitle ?? "")")
      let message = payloadText(activity.failure?.message, payload)
      let reasons =
        activity.failure?.lines(nil, message: message) ?? ["what was found does not hold"]
      let left = state.leftovers(of: activity.id).map {
        StyledLine("it left behind: \($0.words)", .warning)
      }
      let remedies = state.remedies(for: activity.id).map { remedy in
        StyledLine("remedy \(remedy.id), line \(remedy.line): resume offers it", .active)
      }
      return [line] + (reasons + left + remedies).map { $0.indented(by: 18) }
    }
  }
}
