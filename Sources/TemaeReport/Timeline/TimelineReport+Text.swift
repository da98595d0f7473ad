import TemaeCore

extension TimelineReport {
  /// The report for people; no line is wider than the style, or 80 columns where it sets no limit.
  public func text(_ style: TextStyle) -> String {
    let width = style.width > 0 ? max(40, style.width) : 80
    var lines = head(width)
    lines += TimelineChart(timeline, width: width).lines
    for group in groups { lines += self.lines(of: group, width) }
    if !timeline.interruptions.isEmpty {
      lines.append(StyledLine("when it did not go on", .strong))
      lines += timeline.interruptions.flatMap { interruption($0, width) }
    }
    lines += Promises(state: state).lines
    let fitting = TextStyle(colors: style.colors, width: width)
    return lines.map { $0.renderedCut(fitting) + "\n" }.joined()
  }

  private func head(_ width: Int) -> [StyledLine] {
    var lines = [StyledLine(name, .strong).adding("  \(title)")]
    var parts = [StateMark(state.status).line]
    if let opened = state.openedAt {
      parts.append(StyledLine("opened \(TimeText.dayAndWall(opened))"))
      let end = state.endedAt ?? timeline.now
      let word = state.endedAt == nil ? "so far" : "took"
      parts.append(StyledLine("\(word) \(TimeText.elapsed(end.microseconds(since: opened)))"))
    }
    if let start = state.opened?.t0 {
      parts.append(StyledLine("T is \(TimeText.dayAndWall(start))"))
    }
    lines += StyledLine.wrapped(parts, width: width)
    lines += StyledLine.wrapped(account.shares.parts.map { StyledLine($0, .faint) }, width: width)
    if let problem = account.problem { lines += StyledLine.words(problem, .warning, width: width) }
    lines += clockSteps.flatMap { StyledLine.words("! \($0.text)", .warning, width: width) }
    for line in outlook {
      lines += StyledLine.words(
        "\(line.name): \(line.text)", line.tone, width: width, indent: 2)
    }
    if let chainText {
      lines += StyledLine.words(
        "the end depends on: \(chainText)", width: width, indent: 2)
    }
    return lines
  }

  /// A phase or stage with the activities below it; the last ones may belong to none.
  private struct Group {
    var head: TimelineRow?
    var activities: [TimelineRow] = []
  }

  private var groups: [Group] {
    var groups: [Group] = [Group()]
    for row in timeline.rows {
      switch row.kind {
      case .phase, .stage: groups.append(Group(head: row))
      case .activity: groups[groups.count - 1].activities.append(row)
      case .attempt, .interruption: break
      }
    }
    return groups
  }

  private func lines(of group: Group, _ width: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    if let row = group.head, row.kind == .phase {
      lines.append(StyledLine("phase \(row.title)", .strong))
    } else if let row = group.head {
      let stage = state.plan.stages.first { $0.id == row.id }
      lines.append(stage?.heading ?? StyledLine(row.title, .strong))
      lines += StyledLine.wrapped(times(of: row), width: width, indent: 2)
      let parts = (row.shares?.parts ?? []).map { StyledLine($0, .faint) }
      lines += StyledLine.wrapped(parts, width: width, indent: 4)
    }
    let table = TextTable(rows: group.activities.map(cells), indent: 4).lines
    for (row, line) in zip(group.activities, table) {
      lines.append(line)
      lines += StyledLine.wrapped(attempts(of: row), width: width, indent: 20)
    }
    return lines
  }

  private func times(of row: TimelineRow) -> [StyledLine] {
    var parts: [StyledLine] = [row.mark.line]
    if let planned = row.plannedAt { parts.append(StyledLine("planned \(clock(planned))")) }
    if let began = row.beganAt {
      var line = StyledLine("began \(clock(began))")
      if let late = row.latenessMicroseconds.map(Self.lateness) {
        line = line.adding(", \(late.text)", late.tone)
      }
      parts.append(line)
    } else {
      parts.append(StyledLine("not begun", .faint))
    }
    if let ended = row.endedAt {
      parts.append(StyledLine("ended \(clock(ended))"))
    } else if row.beganAt != nil {
      parts.append(StyledLine("not ended", .active))
    }
    if let taken = row.taken { parts.append(taken) }
    if let at = row.foreseenAt, let end = row.foreseenEnd {
      let begin = row.beganAt == nil ? "\(clock(at)) to " : "ends "
      parts.append(StyledLine("forecast \(begin)\(clock(end))", .active))
    }
    if let slack = row.slackMicroseconds {
      let text =
        slack < 0
        ? "\(TimeText.elapsed(-slack)) past the next mark" : "slack \(TimeText.elapsed(slack))"
      parts.append(StyledLine(text, slack < 0 ? .warning : .plain))
    }
    if row.isCritical { parts.append(StyledLine("the end depends on it", .strong)) }
    return parts
  }

  private func cells(of row: TimelineRow) -> [StyledLine] {
    let took = row.durationMicroseconds.map(TimeText.elapsed) ?? ""
    var rest = StyledLine()
    if let decided = account.decidedAt[row.id] {
      rest = StyledLine("at \(clock(decided))  ", .faint)
    }
    if !row.note.isEmpty { rest = rest.adding("\(row.note)  ", .warning) }
    return [row.mark.line, StyledLine(row.id), StyledLine(took), rest.adding(row.title, .faint)]
  }

  /// One attempt needs no more than its activity's line.
  private func attempts(of row: TimelineRow) -> [StyledLine] {
    let attempts = account.attempts[row.id] ?? []
    guard attempts.count > 1 else { return [] }
    return attempts.map { attempt in
      let took = attempt.durationMicroseconds.map { " \(TimeText.elapsed($0))" } ?? ""
      let mark = StateMark(attempt.outcome)
      return StyledLine("\(attempt.number) \(mark.text)\(took)", mark.tone)
    }
  }

  private func interruption(_ row: TimelineRow, _ width: Int) -> [StyledLine] {
    let from = row.beganAt.map(clock) ?? ""
    let to = row.endedAt.map { "to \(clock($0))" } ?? "and still does"
    let length = row.durationMicroseconds.map(TimeText.elapsed) ?? ""
    let parts = [
      row.mark.line, StyledLine("\(from) \(to)"), StyledLine(length), StyledLine(row.id),
    ]
    return StyledLine.wrapped(parts, width: width, indent: 2)
      + StyledLine.words(row.title, width: width, indent: 6)
  }
}

extension TimelineRow {
  /// `took 3 min 05 s of 10 min`.
  var taken: StyledLine? {
    guard let duration = durationMicroseconds else {
      return budgetMicroseconds.map { StyledLine("budget \(TimeText.elapsed($0))") }
    }
    let line = StyledLine("took \(TimeText.elapsed(duration))")
    guard let budget = budgetMicroseconds else { return line }
    return line.adding(" of \(TimeText.elapsed(budget))", duration > budget ? .warning : .plain)
  }
}
