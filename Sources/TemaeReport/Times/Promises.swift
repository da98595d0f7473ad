import TemaeCore

/// What the document promises to tell and to do later.
///
/// Nothing of it is kept by this version, and nothing of it is ever shown as sent or done.
struct Promises {
  let state: RunState

  /// A heading that says so, and a line for each promise; nothing where nothing is promised.
  var lines: [StyledLine] { announcementLines + followUpLines }

  /// When a follow-up is due: so many minutes of the schedule after completion.
  func due(_ followUp: FollowUp) -> Instant? {
    guard state.status == .completed, let ended = state.endedAt else { return nil }
    let distance = RunClock(state).microseconds(minutes: followUp.afterMinutes)
    return ended.advanced(byMicroseconds: distance)
  }

  var announcementsValue: JSONValue {
    .list(state.runbook.announcements) { announcement in
      PromiseValues.value(announcement).adding("kept", .boolean(false))
    }
  }

  var followUpsValue: JSONValue {
    .list(state.runbook.followUps) { followUp in
      PromiseValues.value(followUp).adding("dueAt", JSONValue(due(followUp)?.description))
        .adding("kept", .boolean(false))
    }
  }

  private var announcementLines: [StyledLine] {
    let rows = state.runbook.announcements.map { announcement in
      let cadence = announcement.everyMinutes.map { "every \(TimeText.minutes($0))" } ?? "once"
      return [
        StyledLine(cadence), StyledLine(announcement.section, .faint),
        StyledLine(announcement.text),
      ]
    }
    return titled("announcements", rows)
  }

  private var followUpLines: [StyledLine] {
    let rows = state.runbook.followUps.map { followUp in
      let after = "\(TimeText.minutes(followUp.afterMinutes)) after completion"
      let when = due(followUp).map { "due \(TimeText.dayAndWall($0))" } ?? "due \(after)"
      return [StyledLine(when), StyledLine(followUp.title)]
    }
    return titled("follow-ups", rows)
  }

  private func titled(_ title: String, _ rows: [[StyledLine]]) -> [StyledLine] {
    guard !rows.isEmpty else { return [] }
    let heading = StyledLine("\(title) that the document promises", .strong).adding("  ")
    return [heading + StateMark.notKept.line] + TextTable(rows: rows, indent: 2).lines
  }
}

extension JSONValue {
  /// An object with one more field.
  func adding(_ key: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let fields) = self else { return self }
    return .object(fields + [Field(key: key, value: value)])
  }
}
