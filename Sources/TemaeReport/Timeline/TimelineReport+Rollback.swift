import TemaeCore

extension TimelineReport {
  /// By when to decide on a rollback, in words.
  var rollbackText: (text: String, tone: Tone) {
    switch timeline.latestDecision {
    case .nothingToUndo: return ("nothing that took effect has to be undone", .plain)
    case .unknown(let why):
      return ("the latest moment to decide on it is not known: \(why)", .faint)
    case .by(let instant, let span): return until(instant, span.words)
    }
  }

  private func until(_ instant: Instant, _ why: String) -> (text: String, tone: Tone) {
    let isOver = instant < timeline.now
    let words = isOver ? "could be decided on until" : "can be decided on until"
    return ("\(words) \(clock(instant)): \(why)", isOver ? .warning : .plain)
  }
}
