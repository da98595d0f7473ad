public import TemaeCore

/// A kind of event that somebody who looks back jumps to.
public enum ReplayMark: String, CaseIterable, Sendable {
  /// Something did not end as it should: an attempt, a check, an answer, a look at a database.
  case failure
  /// Something was not done as written.
  case deviation
  /// A driver took over from one that was gone or had let go, or a person had the run go on.
  case resumption

  /// The types of events that are always of the kind.
  public var certainTypes: [String] {
    switch self {
    case .failure: ["attempt.failed", "attempt.lost", "check.failed", "target.mismatched"]
    case .deviation:
      [
        "activity.added", "activity.doneByHand", "activity.retried", "activity.skipped",
        "deviation.recorded", "remedy.chosen", "runbook.amended", "target.repinned",
      ]
    case .resumption: ["run.resumed"]
    }
  }

  /// The types of events of which some are of the kind: they have to be looked at.
  public var possibleTypes: [String] {
    switch self {
    case .failure: ["item.answered"]
    case .deviation: ["attempt.settled"]
    case .resumption: ["lease.taken"]
    }
  }

  /// Whether an event is of the kind.
  public func holds(of event: Event) -> Bool {
    switch self {
    case .failure:
      if case .itemAnswered(let data) = event { return data.answer == .no }
      return certainTypes.contains(event.type)
    case .deviation: return event.isDeviation
    case .resumption:
      if case .leaseTaken(let data) = event { return data.takesOver != nil }
      return certainTypes.contains(event.type)
    }
  }

  /// How it is shown on the track.
  var glyph: String {
    switch self {
    case .failure: "✗"
    case .deviation: "!"
    case .resumption: "↻"
    }
  }

  /// What it is called.
  public var title: String {
    switch self {
    case .failure: "failure"
    case .deviation: "deviation"
    case .resumption: "crash or resume"
    }
  }

  var tone: Tone {
    switch self {
    case .failure: .bad
    case .deviation: .warning
    case .resumption: .active
    }
  }
}
