import TemaeCore
import TemaeReport
import TemaeRunner

/// For programs: the journal's rows, byte for byte, a line each.
struct JSONRenderer: EventRenderer {
  var style = TextStyle.plain

  mutating func show(
    _ entries: [Entry], _ state: RunState, _ payload: PayloadResolver
  ) -> String {
    entries.map { String(decoding: $0.body, as: UTF8.self) + "\n" }.joined()
  }

  mutating func take(_ bytes: [UInt8], _ stream: OutputStream, of activity: String) {}

  mutating func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) -> String { "" }

  /// A line for people goes to standard error instead; see ``TerminalConsole``.
  mutating func say(_ line: String) -> String { "" }

  mutating func clear() -> String { "" }
}
