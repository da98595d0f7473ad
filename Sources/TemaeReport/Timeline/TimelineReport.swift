public import TemaeCore

/// Planned against actual, and what is left: `temae timeline`.
///
/// Planned instants come from T and the offsets, actual ones from the entries, durations of attempts
/// from the boot-time clock. Waiting for people is told apart from work.
public struct TimelineReport {
  let timeline: Timeline
  let clockSteps: [ClockStep]

  var state: RunState { timeline.state }
  var account: TimeAccount { timeline.account }

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - state: the run's state after the last of the entries.
  ///   - entries: all entries of the run, from its first.
  ///   - now: for a run that has not ended, the instant for which everything is said.
  public init(state: RunState, entries: [Entry], at now: Instant) {
    timeline = Timeline(state: state, entries: entries, at: now)
    clockSteps = ClockStep.all(in: entries)
  }
}

extension TimelineReport {
  var name: String { state.opened?.name ?? state.run }
  var title: String { state.opened?.title ?? state.runbook.title }

  /// An instant as people read it: with its day where that is not the day of the opening.
  func clock(_ instant: Instant) -> String {
    let day = (state.openedAt ?? instant).description.prefix(10)
    return instant.description.prefix(10) == day
      ? TimeText.wall(instant) : TimeText.dayAndWall(instant)
  }

  /// `3 min 05 s late`, `10 min early`, `on time`.
  static func lateness(_ microseconds: Int) -> (text: String, tone: Tone) {
    switch microseconds {
    case ..<(-1_000_000): ("\(TimeText.elapsed(-microseconds)) early", .warning)
    case 1_000_000...: ("\(TimeText.elapsed(microseconds)) late", .warning)
    default: ("on time", .good)
    }
  }

  /// What is foreseen of a run that has not ended, in words; nothing for one that has.
  var outlook: [(name: String, text: String, tone: Tone)] {
    guard !state.status.isEnded else { return [] }
    if state.isRollingBack, let rollback = state.rollback {
      return [("rollback", "under way since \(clock(rollback.startedAt))", .warning)]
    }
    var lines: [(String, String, Tone)] = []
    if let end = timeline.forecast.endsAt {
      let least = timeline.forecast.unbudgeted.isEmpty ? "" : " at the earliest"
      lines.append(("forecast", "ends \(clock(end))\(least)", .plain))
      if let slack = timeline.slackMicroseconds, let planned = timeline.budgets.plannedEnd {
        let text =
          slack < 0
          ? "\(TimeText.elapsed(-slack)) later than planned"
          : "\(TimeText.elapsed(slack)) before the planned end"
        lines.append(
          ("slack", "\(text), \(clock(planned))", slack < 0 ? .warning : .good))
      }
    }
    let unbudgeted = timeline.forecast.unbudgeted
    if !unbudgeted.isEmpty {
      lines.append(("no budget", beginning(of: unbudgeted) + ": counted as no time", .faint))
    }
    return lines + [("rollback", rollbackText.text, rollbackText.tone)]
  }

  /// The stages on which the end depends, in words.
  var chainText: String? {
    timeline.forecast.chain.isEmpty ? nil : beginning(of: timeline.forecast.chain, " → ")
  }

  private func beginning(of ids: [String], _ separator: String = ", ") -> String {
    let shown = ids.prefix(12).joined(separator: separator)
    return ids.count > 12 ? "\(shown) and \(ids.count - 12) more" : shown
  }
}
