import TemaeCore
import TemaeRunner

/// A console that nobody sits at: what happens stands in the journal, and nobody is asked.
struct SilentConsole: ConsolePort {
  let canAsk = false

  func show(_ entries: [Entry], _ state: RunState) async {}
  func output(_ activity: String, _ stream: OutputStream, _ bytes: [UInt8]) {}
  func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) async {}
  func ask(_ question: Question, _ details: [String], _ state: RunState) async -> Answer? { nil }
  func say(_ line: String) async {}
}
