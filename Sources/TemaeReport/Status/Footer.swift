public import TemaeCore

/// The live renderer's footer: the run's clock, the step, and what a person must do next.
public enum Footer {
  /// Exactly three lines, none of them wider than the style allows.
  ///
  /// - Parameters:
  ///   - state: the run's state.
  ///   - now: the instant to show.
  ///   - awaited: what the driver waits for, in words; `nil` to say it from the state.
  ///   - style: the terminal's width and colours.
  /// - Returns: the lines, without line feeds.
  public static func lines(
    state: RunState, now: Instant, awaited: String?, style: TextStyle
  ) -> [String] {
    let place = RunPlace(of: state, at: now)
    return [clock(state, place, now), step(state, place, now, awaited), person(state, place, now)]
      .map { $0.renderedCut(style) }
  }

  private static func clock(_ state: RunState, _ place: RunPlace, _ now: Instant) -> StyledLine {
    var line = StateMark(state.status).line
    if let position = RunClock(state).position(now) { line = line.adding("  \(position)", .strong) }
    line = line.adding("  \(TimeText.wall(now))")
    if let opened = state.openedAt {
      let since = (state.endedAt ?? now).microseconds(since: opened)
      line = line.adding("  run for \(TimeText.elapsed(since))", .faint)
    }
    return line + place.latenessLine + phase(state, place)
  }

  /// `  phase 2 of 4: Migration`, where there are several.
  private static func phase(_ state: RunState, _ place: RunPlace) -> StyledLine {
    let phases = state.runbook.phases
    guard phases.count > 1, let stage = place.stage,
      let index = phases.firstIndex(where: { $0.steps.contains { $0.id == stage.id } })
    else { return "" }
    return StyledLine("  phase \(index + 1) of \(phases.count): \(phases[index].title)", .faint)
  }

  private static func step(
    _ state: RunState, _ place: RunPlace, _ now: Instant, _ awaited: String?
  ) -> StyledLine {
    guard let stage = place.stage else { return "every step has been dealt with" }
    var line = stage.heading.adding("  \(place.resolvedCount) of \(stage.activities.count)")
    if let turn = place.turnAt, turn <= now {
      line = line.adding("  \(TimeText.elapsed(now.microseconds(since: turn)))")
      if let budget = state.runbook.step(stage.id)?.budgetSeconds {
        let planned = RunClock(state).budgetMicroseconds(seconds: budget)
        let isOver = now.microseconds(since: turn) > planned
        line = line.adding(" of \(TimeText.elapsed(planned))", isOver ? .warning : .plain)
      }
    }
    return line.adding("  \(awaited ?? Waiting(of: state, at: now).text)", .active)
  }

  private static func person(_ state: RunState, _ place: RunPlace, _ now: Instant) -> StyledLine {
    let waiting = Waiting(of: state, at: now)
    if waiting.isForPerson { return StyledLine("now for you: \(waiting.text)", .warning) }
    guard !state.status.isEnded, let item = place.nextItem else {
      return StyledLine("next for you: nothing", .faint)
    }
    var line = StyledLine("next for you: \(item.id)  \(item.shortTitle)")
    if let stage = state.plan.stage(of: item.id), let due = state.planned(stage.offset),
      state.honoursSchedule, due > now
    {
      line = line.adding("  in \(TimeText.elapsed(due.microseconds(since: now)))", .faint)
    }
    return line
  }
}

extension RunPlace {
  /// `  3 min 05 s late`, `  on time`, or nothing where no schedule is kept.
  var latenessLine: StyledLine {
    guard let lateness = latenessMicroseconds else { return "" }
    guard lateness >= 1_000_000 else { return StyledLine("  on time", .good) }
    return StyledLine("  \(TimeText.elapsed(lateness)) late", .warning)
  }
}
