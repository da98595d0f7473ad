import TemaeCore
import TemaeReport
import TemaeRunner

/// Turns what happens into text for standard output; it holds what it must remember for that.
protocol EventRenderer: Sendable {
  /// How text looks, and how wide it may be; set anew before every call, for windows change.
  var style: TextStyle { get set }

  /// Text for entries that have become durable.
  mutating func show(_ entries: [Entry], _ state: RunState, _ payload: PayloadResolver) -> String

  /// Takes in a piece of an attempt's output; what is to be seen of it comes with the next text.
  mutating func take(_ bytes: [UInt8], _ stream: OutputStream, of activity: String)

  /// Text for a moment in which nothing happened but time.
  mutating func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) -> String

  /// Text for a line that is no event.
  mutating func say(_ line: String) -> String

  /// Text that takes away what must not stay on the screen.
  mutating func clear() -> String
}
