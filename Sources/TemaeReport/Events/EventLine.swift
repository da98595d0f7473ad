public import TemaeCore

/// One event as a line of the event stream.
public enum EventLine {
  /// The line, without a line feed at its end; failures, notes and reasons add lines below it.
  ///
  /// `14:03:12Z T-60 +0:12  ✓ succeeded    3/backup  Full backup  42 s`: the time of day in UTC; the
  /// step's planned mark and the real time since; glyph and word; the activity; how long it took.
  ///
  /// - Parameters:
  ///   - entry: the entry to show.
  ///   - state: the run's state after the entry, or after a later one of the same batch.
  ///   - style: a width cuts long titles, never what happened.
  ///   - payload: gives messages, notes and reasons.
  /// - Returns: `nil` for an event that says nothing to a reader: output, copies of records, and the
  ///   intents of what only reads.
  public static func text(
    _ entry: Entry, state: RunState, style: TextStyle, payload: PayloadResolver
  ) -> String? {
    let heading = heading(for: entry, state)
    guard !isNoise(entry, state) else { return heading?.rendered(style) }
    let description = EventDescription(entry.event, payload)
    let clock = clock(entry, description.subject, state)
    var lines = [head(entry, description, state, clock, style)]
    var below = description.block
    if let reason = payloadText(description.reason, payload) {
      let word = entry.event.isDeviation ? "reason" : "note"
      below += [StyledLine](block: "\(word): \(reason)", indent: 0)
    }
    if state.lateEvidence.contains(entry.sequence) {
      below.append(StyledLine("late evidence: its lease had gone on", .warning))
    }
    lines += below.map { $0.indented(by: clock.columns + 2) }
    if let heading { lines.insert(heading, at: 0) }
    return lines.map { $0.rendered(style) }.joined(separator: "\n")
  }

  private static func head(
    _ entry: Entry, _ description: EventDescription, _ state: RunState, _ clock: StyledLine,
    _ style: TextStyle
  ) -> StyledLine {
    var start = clock.adding("  ") + description.mark.column
    if let subject = description.subject { start = start.adding("  \(subject)", .strong) }
    var end = StyledLine(description.detail.isEmpty ? "" : "  \(description.detail)")
    if entry.event.isOfPerson { end = end.adding("  by \(entry.draft.by.name)") }
    if let duration = description.durationMicroseconds {
      end = end.adding("  \(TimeText.elapsed(duration))", .faint)
    }
    let title = description.subject.flatMap(state.definition)?.shortTitle ?? ""
    let room = style.width == 0 ? 72 : style.width - start.columns - end.columns - 2
    guard !title.isEmpty, room >= 8 else { return start + end }
    return start.adding("  " + SafeText.cut(SafeText.neutralized(title), to: room)) + end
  }

  /// Intents matter where something is altered or goes on beside the rest; what only reads is told by
  /// its result.
  private static func isNoise(_ entry: Entry, _ state: RunState) -> Bool {
    guard case .attemptIntended(let data) = entry.event else { return entry.event.isNoise }
    guard let role = state.definition(data.activity)?.role else { return false }
    return !role.mayWrite && role != .watch
  }

  private static func clock(_ entry: Entry, _ subject: String?, _ state: RunState) -> StyledLine {
    let wall = StyledLine(TimeText.wall(entry.at), .faint)
    let stage = subject.flatMap(state.stage(concerning:))
    guard let position = RunClock(state).position(entry.at, from: stage?.offset) else {
      return wall
    }
    return wall.adding(" ").adding(SafeText.padded(position, to: 12))
  }

  /// The stage's title, before the first event of its first activity.
  private static func heading(for entry: Entry, _ state: RunState) -> StyledLine? {
    let first: String
    if case .attemptIntended(let data) = entry.event, data.attempt == 1 {
      first = data.activity
    } else if case .itemAnswered(let data) = entry.event, data.answer == .yes {
      first = data.activity
    } else if case .pivotPassed(let data) = entry.event {
      first = data.activity
    } else {
      return nil
    }
    guard let stage = state.plan.stage(of: first), stage.activities.first?.id == first else {
      return nil
    }
    return StyledLine("── ", .faint) + stage.heading
  }
}

extension RunState {
  /// The stage that an activity belongs to or serves, or the stage with this id.
  func stage(concerning id: String) -> Plan.Stage? {
    if let stage = plan.stage(of: id) { return stage }
    let served = definition(id)?.subject.flatMap(plan.stage(of:))?.id
    let repaired = runbook.remedies.first { $0.activities.contains { $0.id == id } }?.step
    // A typed command is `STEP/do-1`.
    let typed = added.contains { $0.id == id } ? String(id.prefix { $0 != "/" }) : nil
    let stage = served ?? repaired ?? typed ?? id
    return plan.stages.first { $0.id == stage }
  }
}

extension Plan.Stage {
  /// `step 2  Announcement and closing the doors  T-90`.
  var heading: StyledLine {
    let line = StyledLine(Plan.isStep(id) ? "step \(id)  \(title)" : title, .strong)
    return offset.map { line.adding("  \(TimeText.offset($0))") } ?? line
  }
}

extension Plan {
  /// Whether a stage is a step of the document, and not what stands before or after its steps.
  static func isStep(_ stage: String) -> Bool {
    !["prerequisites", "success", rollbackStage].contains(stage)
  }

  /// What stands for the way back where stages are told.
  static let rollbackStage = "rollback"
}
