import Synchronization
package import TemaeCore
package import TemaeRunner

/// A terminal at which a test answers.
package final class SimulatedConsole: ConsolePort {
  /// Answers a question; `nil` leaves it open until somebody answers elsewhere.
  package typealias Answering = @Sendable (Question, _ details: [String]) -> Answer?

  private struct Content {
    var said: [String] = []
    var asked: [Question] = []
    var details: [String] = []
    var shown: [Entry] = []
    var output: [String: [UInt8]] = [:]
    var ticks = 0
  }

  package let canAsk: Bool
  private let clock: SimulatedClock
  private let answering: Answering
  private let onTick: @Sendable (Awaited, _ count: Int) -> Void
  private let onShow: @Sendable ([Entry]) -> Void
  private let content = Mutex(Content())

  /// Without anything said otherwise every question is answered with yes.
  package init(
    clock: SimulatedClock, canAsk: Bool = true,
    onTick: @escaping @Sendable (Awaited, _ count: Int) -> Void = { _, _ in },
    onShow: @escaping @Sendable ([Entry]) -> Void = { _ in },
    answering: @escaping Answering = { _, _ in .yes(note: nil) }
  ) {
    self.clock = clock
    self.canAsk = canAsk
    self.onTick = onTick
    self.onShow = onShow
    self.answering = answering
  }

  /// What was said beside the events.
  package var said: [String] { content.withLock { $0.said } }
  /// What was asked.
  package var asked: [Question] { content.withLock { $0.asked } }
  /// The lines below the questions.
  package var details: [String] { content.withLock { $0.details } }
  /// What was shown of an activity's output.
  package func output(of activity: String) -> String {
    content.withLock { String(decoding: $0.output[activity] ?? [], as: UTF8.self) }
  }

  package func show(_ entries: [Entry], _ state: RunState) async {
    content.withLock { $0.shown += entries }
    onShow(entries)
    await Task.yield()
  }

  package func output(_ activity: String, _ stream: OutputStream, _ bytes: [UInt8]) {
    content.withLock { $0.output[activity, default: []] += bytes }
  }

  package func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) async {
    let count = content.withLock { content in
      content.ticks += 1
      return content.ticks
    }
    onTick(awaited, count)
  }

  package func ask(_ question: Question, _ details: [String], _ state: RunState) async -> Answer? {
    content.withLock {
      $0.asked.append(question)
      $0.details += details
    }
    if let answer = answering(question, details) { return answer }
    while !Task.isCancelled { await clock.sleep(milliseconds: 10) }
    return nil
  }

  package func say(_ line: String) async { content.withLock { $0.said.append(line) } }
}
