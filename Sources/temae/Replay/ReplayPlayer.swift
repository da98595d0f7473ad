import TemaeCore
import TemaeReport

/// Plays a run again: each event when it came, with what was printed, so many times as fast.
struct ReplayPlayer {
  let speed: Double
  let style: TextStyle
  let payload: PayloadResolver

  /// Plays to the end, or until the task is cancelled.
  func play(_ history: inout ReplayHistory) async throws {
    var fold = try RunFold(before: history.first, in: history.journal)
    var last: Entry?
    for position in 1...history.count {
      let entry = try history.entry(position)
      try await wait(from: last, to: entry)
      try fold.take(entry)
      if case .attemptOutput(let data) = entry.event { try print(data) }
      if let line = EventLine.text(entry, state: fold.state, style: style, payload: payload) {
        try StandardStream.output.print(line + "\n")
      }
      last = entry
    }
  }

  /// Waits as long as it took, divided by the speed; a clock that was set back takes no time.
  private func wait(from last: Entry?, to entry: Entry) async throws {
    guard let last, speed.isFinite else { return }
    let passed = max(0, entry.at.microseconds(since: last.at))
    try await Task.sleep(for: .microseconds(Int(Double(passed) / speed)))
  }

  private func print(_ data: AttemptOutput) throws(Failure) {
    let bytes = payload(data.content) ?? Array("(erased)".utf8)
    let text = SafeText.neutralized(bytes: bytes, keepsLines: true)
    for line in text.split(separator: "\n") {
      try StandardStream.output.print("    │ \(line)\n")
    }
  }
}
