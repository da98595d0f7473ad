public import TemaeCore

/// Where a driver shows what happens, and where people answer it.
public protocol ConsolePort: Sendable {
  /// Whether a person can be asked at all.
  var canAsk: Bool { get }

  /// Shows entries that have just become durable, with the state after them.
  func show(_ entries: [Entry], _ state: RunState) async

  /// Shows a piece of an attempt's output as it comes, secrets masked. Called from any thread.
  func output(_ activity: String, _ stream: OutputStream, _ bytes: [UInt8])

  /// Called about ten times a second while something is awaited, so that clocks move.
  func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) async

  /// Asks a person; `nil` when the task was cancelled because the answer came from elsewhere.
  func ask(_ question: Question, _ details: [String], _ state: RunState) async -> Answer?

  /// Says one line that is not an event.
  func say(_ line: String) async
}
