import TemaeCore
import TemaeReport
import TemaeRunner

/// For a terminal: events scroll away above the last output and a footer that is drawn again and
/// again.
struct LiveRenderer: EventRenderer {
  /// How many lines of a running activity's output are seen.
  private static let outputLines = 4

  var style: TextStyle
  private var transient = TransientLines()
  private var output = FoldedOutput()

  /// A renderer that has drawn nothing yet.
  init(style: TextStyle) { self.style = style }

  mutating func show(
    _ entries: [Entry], _ state: RunState, _ payload: PayloadResolver
  ) -> String {
    var text = clear()
    for entry in entries {
      for line in output.lines(after: entry.event, payload) { text += dimmed(line) + "\n" }
      if let line = EventLine.text(entry, state: state, style: style, payload: payload) {
        text += line + "\n"
      }
    }
    return text
  }

  mutating func take(_ bytes: [UInt8], _ stream: OutputStream, of activity: String) {
    output.add(bytes, stream, of: activity)
  }

  mutating func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) -> String {
    var lines: [String] = []
    if case .attempt(let activity, _) = awaited {
      lines = output.last(Self.outputLines, of: activity).map(dimmed)
    }
    lines += Footer.lines(state: state, now: now, awaited: nil, style: style)
    return transient.drawn(lines, width: style.width)
  }

  mutating func say(_ line: String) -> String {
    clear() + SafeText.neutralized(line) + "\n"
  }

  mutating func clear() -> String { transient.erased(width: style.width) }

  private func dimmed(_ line: String) -> String {
    let cut = SafeText.cut("    │ \(line)", to: style.width)
    return style.colors ? "\u{1B}[2m\(cut)\u{1B}[0m" : cut
  }
}
