import TemaeCore

extension TimelineReport {
  /// One page that needs nothing else: no script, no network, light and dark, screen and paper.
  public func html() -> String {
    var page = MarkupWriter()
    page.document(title: "Timeline of \(name)") { body in
      body.element("h1", text: "Timeline of \(name)")
      body.element("p", text: title)
      body.facts(facts)
      body.newLine()
      body.element("h2", text: "Planned and actual")
      body.element("figure", [("class", "scroll")]) {
        TimelinePicture(self).write(to: &$0, isAlone: false)
      }
      body.element("h2", text: "The same in numbers")
      body.element("div", [("class", "scroll")]) { table(&$0) }
      interruptions(&body)
      promises(&body)
    }
    return page.text
  }

  private var facts: [(name: String, text: String, tone: Tone)] {
    let status = StateMark(state.status)
    var facts = [(name: "status", text: status.text, tone: status.tone)]
    if let opened = state.openedAt {
      facts.append(("opened", TimeText.dayAndWall(opened), .plain))
      let end = state.endedAt ?? timeline.now
      let word = state.endedAt == nil ? "so far" : "took"
      facts.append((word, TimeText.elapsed(end.microseconds(since: opened)), .plain))
    }
    if let ended = state.endedAt { facts.append(("ended", TimeText.dayAndWall(ended), .plain)) }
    if let start = state.opened?.t0 {
      facts.append(("T", TimeText.dayAndWall(start), .plain))
      if let minute = state.opened?.minuteMicroseconds, minute != 60_000_000 {
        facts.append(
          ("schedule", "a minute of it lasts \(TimeText.elapsed(minute))", .warning))
      }
    }
    facts.append(("time went into", account.shares.text, .plain))
    if let slack = timeline.slackMicroseconds, state.status.isEnded,
      let planned = timeline.budgets.plannedEnd
    {
      let early = "\(TimeText.elapsed(abs(slack))) \(slack < 0 ? "after" : "before") it"
      facts.append(("planned end", "\(clock(planned)), the run ended \(early)", .plain))
    }
    facts += outlook
    if let chainText { facts.append(("the end depends on", chainText, .plain)) }
    facts += clockSteps.map { ("clock", $0.text, .warning) }
    if let problem = account.problem { facts.append(("problem", problem, .bad)) }
    return facts
  }

  private static let columns = [
    "What", "State", "Planned", "Began", "Late", "Ended", "Took", "Budget", "Slack",
    "Time went into",
  ]

  private func table(_ page: inout MarkupWriter) {
    page.element("table") { table in
      table.element(
        "caption",
        text: "Times of day in UTC. Took: from begin to end; for activities the attempts together.")
      table.element("thead") { head in
        head.element("tr") { row in
          for column in Self.columns { row.element("th", [("scope", "col")], text: column) }
        }
      }
      table.newLine()
      table.element("tbody") { body in
        for row in timeline.rows { self.row(row, &body) }
      }
    }
    page.newLine()
  }

  private func row(_ row: TimelineRow, _ page: inout MarkupWriter) {
    page.element("tr", row.kind == .phase ? [("class", "phase")] : []) { cells in
      cells.element("th", [("scope", "row"), ("class", "d\(row.depth)")]) { head in
        if row.kind == .activity || Plan.isStep(row.id) && row.kind == .stage {
          head.element("span", [("class", "strong")], text: row.id)
          head.write(" ")
        }
        head.write(row.title)
        if !row.note.isEmpty { head.element("span", [("class", "faint")], text: ", \(row.note)") }
        if row.isCritical {
          head.element("span", [("class", "faint")], text: ", the end depends on it")
        }
      }
      cells.state(row.mark)
      cells.number(row.plannedAt.map(clock))
      cells.number(row.beganAt.map(clock) ?? row.foreseenAt.map { "forecast \(clock($0))" })
      let late = row.latenessMicroseconds.map(Self.lateness)
      cells.number(late?.text, late?.tone ?? .plain)
      cells.number(row.endedAt.map(clock) ?? row.foreseenEnd.map { "forecast \(clock($0))" })
      let isOver = (row.durationMicroseconds ?? 0) > row.budgetMicroseconds ?? .max
      cells.number(row.durationMicroseconds.map(TimeText.elapsed), isOver ? .warning : .plain)
      cells.number(row.budgetMicroseconds.map(TimeText.elapsed))
      cells.number(
        row.slackMicroseconds.map(TimeText.elapsed),
        (row.slackMicroseconds ?? 0) < 0 ? .warning : .plain)
      cells.element("td", text: (row.shares?.parts ?? []).joined(separator: ", "))
    }
    page.newLine()
  }

  private func interruptions(_ page: inout MarkupWriter) {
    guard !timeline.interruptions.isEmpty else { return }
    page.element("h2", text: "When it did not go on")
    page.element("table") { table in
      table.element("thead") { head in
        head.element("tr") { row in
          for column in ["What", "From", "To", "For", "Between", "What happened"] {
            row.element("th", [("scope", "col")], text: column)
          }
        }
      }
      table.element("tbody") { body in
        for row in timeline.interruptions {
          body.element("tr") { cells in
            cells.element(
              "th", [("scope", "row")] + row.mark.tone.attributes, text: row.mark.text)
            cells.number(row.beganAt.map(clock))
            cells.number(row.endedAt.map(clock) ?? "still")
            cells.number(row.durationMicroseconds.map(TimeText.elapsed))
            cells.element("td", text: row.id)
            cells.element("td", text: row.title)
          }
          body.newLine()
        }
      }
    }
    page.newLine()
  }

  private func promises(_ page: inout MarkupWriter) {
    let lines = Promises(state: state).lines
    guard !lines.isEmpty else { return }
    page.element("h2", text: "Promises of the document")
    page.element("ul") { list in
      for line in lines {
        list.element("li", text: line.spans.map(\.text).joined())
        list.newLine()
      }
    }
  }
}
