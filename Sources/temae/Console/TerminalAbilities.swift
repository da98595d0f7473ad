import TemaeReport

/// What the other end of a stream can show.
struct TerminalAbilities: Hashable, Sendable {
  /// Whether colours may be used.
  var hasColors: Bool
  /// Whether lines can be taken away and drawn again.
  var canRedraw: Bool
  /// The columns; `nil` where there is no terminal.
  var columns: Int?

  /// What a stream can show: `NO_COLOR`, `TERM=dumb`, pipes and `--no-color` are respected.
  init(of stream: StandardStream, noColor: Bool) {
    let isSmart = Environment.value("TERM").map { $0 != "dumb" } ?? false
    canRedraw = stream.isTerminal && isSmart
    hasColors = canRedraw && !noColor && Environment.value("NO_COLOR") == nil
    columns = stream.isTerminal ? stream.columns ?? 80 : nil
  }

  /// The style of text for it.
  var style: TextStyle { TextStyle(colors: hasColors, width: columns ?? 0) }
}
