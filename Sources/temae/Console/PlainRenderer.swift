import TemaeCore
import TemaeReport
import TemaeRunner

/// For pipes and files: one line an event, and a sign of life while nothing happens.
struct PlainRenderer: EventRenderer {
  /// How long nothing is printed at most while something is waited for.
  static let heartbeatSeconds = 30

  var style: TextStyle
  private let hasHeartbeat: Bool
  private var output = FoldedOutput()
  private var lastAt: Instant?

  /// A renderer that has printed nothing yet.
  init(style: TextStyle, hasHeartbeat: Bool) {
    self.style = style
    self.hasHeartbeat = hasHeartbeat
  }

  mutating func show(
    _ entries: [Entry], _ state: RunState, _ payload: PayloadResolver
  ) -> String {
    var text = ""
    for entry in entries {
      for line in output.lines(after: entry.event, payload) { text += "    │ \(line)\n" }
      if let line = EventLine.text(entry, state: state, style: style, payload: payload) {
        text += line + "\n"
      }
      lastAt = entry.at
    }
    return text
  }

  mutating func take(_ bytes: [UInt8], _ stream: OutputStream, of activity: String) {
    output.add(bytes, stream, of: activity)
  }

  mutating func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) -> String {
    let last = lastAt ?? now
    lastAt = last
    guard hasHeartbeat, now >= last.advanced(bySeconds: Self.heartbeatSeconds) else { return "" }
    lastAt = now
    let lines = Footer.lines(state: state, now: now, awaited: nil, style: style)
    return lines.prefix(2).joined(separator: "  ") + "\n"
  }

  mutating func say(_ line: String) -> String { SafeText.neutralized(line) + "\n" }

  mutating func clear() -> String { "" }
}
