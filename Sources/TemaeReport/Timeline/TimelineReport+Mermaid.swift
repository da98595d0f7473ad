import TemaeCore

extension TimelineReport {
  /// A gantt chart in Mermaid, as code hosts render it in Markdown: stages, watches, interruptions.
  ///
  /// The renderers refuse long charts, so that activities and attempts are left to the other formats.
  public func mermaid() -> String {
    let axis = timeline.axis
    let isShort = axis.to.microseconds(since: axis.from) < 3_600_000_000
    var lines = [
      "gantt", "  title \(Self.plain("\(name): planned and actual, UTC"))",
      "  dateFormat YYYY-MM-DDTHH:mm:ss.SSS", "  axisFormat \(isShort ? "%H:%M:%S" : "%H:%M")",
      "  todayMarker off",
    ]
    if let start = state.opened?.t0 {
      lines += ["  section Schedule", "  T :milestone, \(Self.instant(start)), 0ms"]
    }
    var section = ""
    for row in timeline.rows {
      if row.kind == .phase { section = row.title }
      guard row.kind == .stage || row.note == "watch" else { continue }
      let own = row.kind == .stage && !Plan.isStep(row.id) ? row.title : section
      let tasks = self.tasks(of: row)
      guard !tasks.isEmpty else { continue }
      let heading = "  section \(Self.plain(own))"
      if lines.last(where: { $0.hasPrefix("  section") }) != heading { lines.append(heading) }
      lines += tasks
    }
    if !timeline.interruptions.isEmpty {
      lines.append("  section When it did not go on")
      lines += timeline.interruptions.flatMap(\.bars).enumerated().map { index, bar in
        let row = timeline.interruptions[index]
        return Self.task("\(row.mark.word), \(bar.length)", ["crit"], bar)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func tasks(of row: TimelineRow) -> [String] {
    let label = row.kind == .stage && Plan.isStep(row.id) ? "\(row.id) \(row.title)" : row.title
    let name = SafeText.cut(SafeText.neutralized(label), to: 40)
    var tasks: [String] = []
    if let planned = row.bars.first(where: { $0.look == .planned }) {
      tasks.append(Self.task("\(name), planned", [], planned))
    }
    if let began = row.beganAt {
      let end = max(began, row.endedAt ?? timeline.now)
      var tags = [row.endedAt == nil ? "active" : "done"]
      if [.bad, .warning].contains(row.mark.tone) { tags = ["crit"] + tags }
      tasks.append(
        Self.task(
          "\(name), \(words(of: row))", tags, TimelineBar(look: .work, from: began, to: end)))
    }
    if let foreseen = row.bars.first(where: { $0.look == .foreseen }), row.beganAt == nil {
      tasks.append(Self.task("\(name), forecast", [], foreseen))
    }
    return tasks
  }

  private static func task(_ name: String, _ tags: [String], _ bar: TimelineBar) -> String {
    let place = [instant(bar.from), instant(max(bar.to, bar.from.advanced(bySeconds: 1)))]
    return "  \(plain(name)) :\((tags + place).joined(separator: ", "))"
  }

  private static func instant(_ instant: Instant) -> String {
    String(instant.description.prefix(23))
  }

  /// Letters, digits and harmless signs: everything that Mermaid could read as its own is a blank.
  private static func plain(_ text: String) -> String {
    var plain = ""
    for character in SafeText.neutralized(text) {
      let isHarmless =
        character.isLetter || character.isNumber || "+-_.,/()@✓✗○▸!?⊘☑↷■".contains(character)
      if isHarmless {
        plain.append(character)
      } else if plain.last != " " {
        plain.append(" ")
      }
    }
    return plain
  }
}
