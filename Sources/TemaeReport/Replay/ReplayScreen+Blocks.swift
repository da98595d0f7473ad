import TemaeCore

extension ReplayScreen {
  /// What a part has to show in so many columns.
  func block(of pane: ReplayPane, width: Int, height: Int) -> ReplayBlock {
    switch pane {
    case .events: events(width, height)
    case .decision: ReplayBlock(title: "what the machine decided", lines: decision(width))
    case .state: state(height)
    case .output: output
    }
  }

  /// The events around the moment; below its own what is known of it, as far as there is room.
  private func events(_ width: Int, _ height: Int) -> ReplayBlock {
    let digits = String(moment.last.sequence).count
    var lines: [StyledLine] = []
    var focus = 0
    for entry in nearby {
      let isHere = entry.position == moment.entry.position
      if isHere { focus = lines.count }
      lines.append(line(of: entry, isHere, digits))
      guard isHere else { continue }
      let room = view.large == .events ? Int.max : max(0, height - 3)
      let details = details(width - digits - 5)
      lines += details.prefix(room).map { $0.indented(by: digits + 5) }
      // What belongs to the moment is seen as a whole.
      focus += min(details.count, room) / 2
    }
    return ReplayBlock(title: "events", lines: lines, focus: focus)
  }

  private func line(of entry: Entry, _ isHere: Bool, _ digits: Int) -> StyledLine {
    let description =
      isHere ? moment.row.description : EventDescription(entry.event, moment.payload)
    let number = String(entry.sequence)
    let gap = String(repeating: " ", count: max(0, digits - number.count))
    var line = StyledLine("\(isHere ? "▸" : " ") #\(number)\(gap)", isHere ? .strong : .faint)
    line = line.adding("  \(TimeText.wall(entry.at))  ", .faint) + description.mark.column
    if let subject = description.subject { line = line.adding("  \(subject)", .strong) }
    if entry.event.isDeviation { line = (line.adding("  ")) + StateMark.deviation.line }
    if !description.detail.isEmpty { line = line.adding("  \(description.detail)") }
    if let duration = description.durationMicroseconds {
      line = line.adding("  \(TimeText.elapsed(duration))", .faint)
    }
    return line
  }

  /// Who did it, on account of what, and what is to be seen of it.
  private func details(_ width: Int) -> [StyledLine] {
    let row = moment.row
    let by = row.entry.draft.by
    let role = row.role == "driver" ? "'s driver" : ""
    let who = "by \(row.who)\(role) on \(by.host), \(by.means.rawValue)"
    var lines = moment.circumstances.flatMap { $0.broken(width: width) } + row.description.block
    if let reason = row.reason {
      lines += [StyledLine](block: "\(row.isDeviation ? "reason" : "note"): \(reason)", indent: 0)
    }
    if row.isLate { lines.append(StyledLine("! late evidence", .warning)) }
    return lines + [StyledLine(who, .faint)]
  }

  private func decision(_ width: Int) -> [StyledLine] {
    let waiting = Waiting(of: moment.state, at: moment.entry.at)
    let reason = DecisionReason(of: moment.state, at: moment.entry.at)
    let tone = waiting.isForPerson ? Tone.warning : .active
    return StyledLine.words(waiting.text, tone, width: width)
      + StyledLine.words("because \(reason.text)", .plain, width: width) + [afterwards]
  }

  /// What did happen next, and when.
  private var afterwards: StyledLine {
    guard let next = moment.next else {
      return StyledLine("nothing has been recorded after it", .faint)
    }
    let description = EventDescription(next.event, moment.payload)
    let passed = next.at.microseconds(since: moment.entry.at)
    let time = passed < 0 ? "by a clock that was set back" : "\(TimeText.elapsed(passed)) later"
    var line = StyledLine("then #\(next.sequence), \(time): ", .faint) + description.mark.line
    if let subject = description.subject { line = line.adding(" \(subject)", .strong) }
    return next.event.isOfPerson ? line.adding(" by \(next.draft.by.name)", .faint) : line
  }

  /// Where the run stood; the activity of the moment, else what comes next, is seen.
  private func state(_ height: Int) -> ReplayBlock {
    let isLarge = view.large == .state
    var lines = isLarge ? moment.status.standing : [summary]
    let subject = moment.row.description.subject
    var focus: Int?
    for stage in moment.state.plan.stages {
      if height >= 12 { lines.append(StyledLine("── ", .faint) + stage.heading) }
      for activity in stage.activities {
        guard let known = moment.state.activity(activity.id) else { continue }
        let isHere = activity.id == subject
        if isHere || focus == nil && !known.phase.isResolved { focus = lines.count }
        lines.append(line(of: known, isHere))
      }
    }
    let placed = Set(moment.state.plan.stages.flatMap(\.activities).map(\.id))
    for known in moment.state.activities where !placed.contains(known.id) {
      let isHere = known.id == subject
      // Probes, remedies and the way back: only what was asked for.
      guard known.phase != .pending || isHere else { continue }
      if isHere { focus = lines.count }
      lines.append(line(of: known, isHere))
    }
    return ReplayBlock(
      title: "the run at that moment", lines: lines, focus: isLarge ? 0 : focus ?? 0)
  }

  private var summary: StyledLine {
    let state = moment.state
    let all = state.plan.stages.flatMap(\.activities)
    let done = all.count { state.activity($0.id)?.phase.isResolved == true }
    var line = StateMark(state.status).line.adding("  \(done) of \(all.count) dealt with")
    if state.deviations > 0 {
      line = line.adding("  ! \(counted(state.deviations, "deviation"))", .warning)
    }
    let end = state.isReleased ? ", let go" : ""
    let driver = state.epoch == 0 ? "nobody drove yet" : "driver of epoch \(state.epoch)\(end)"
    line = line.adding("  \(driver)", .faint)
    if let halt = state.halt { line = line.adding("  \(halt.reason.words)", .bad) }
    return line
  }

  private func line(of activity: ActivityState, _ isHere: Bool) -> StyledLine {
    var line = StyledLine(isHere ? "▸ " : "  ", .strong) + StateMark(activity.phase).column
    line = line.adding("  \(activity.id)", .strong)
    if activity.attempts > 1 { line = line.adding("  attempt \(activity.attempts)", .warning) }
    if activity.descendants != nil { line = line.adding("  left processes behind", .warning) }
    return line.adding("  \(moment.state.definition(activity.id)?.shortTitle ?? "")", .faint)
  }

  private var output: ReplayBlock {
    guard let activity = moment.output.activity else {
      return ReplayBlock(title: "output", lines: [StyledLine("nothing so far", .faint)])
    }
    let lines = [StyledLine](block: moment.output.text(moment.payload), indent: 0)
    return ReplayBlock(title: "output of \(activity) so far", lines: lines, focus: lines.count)
  }

  /// What the keys do.
  static let help = TextTable(
    rows: [
      ["← → h l k j", "one event back, one on"],
      ["PgUp PgDn", "ten events back, ten on"],
      ["Home End g G", "the first event, the last"],
      ["f F", "the next failure, the one before"],
      ["d D", "the next deviation, the one before"],
      ["c C", "the next crash or resume, the one before"],
      [": 0…9", "to an event's number or a time: 14, 14:03, 2026-01-31T14:03"],
      ["Tab  Esc", "one part large, and the next; all again"],
      ["J K", "scroll the large part"],
      ["q", "quit"],
    ].map { [StyledLine($0[0], .strong), StyledLine($0[1])] }
  ).lines
}
