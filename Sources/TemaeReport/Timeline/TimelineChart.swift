import TemaeCore

/// The bars of a timeline as text: a line for each stage, and one for each stretch in which the run did
/// not go on.
struct TimelineChart {
  private let timeline: Timeline
  private let width: Int
  private let axis: (from: Instant, to: Instant)

  /// The columns of a row's name.
  private static let labelWidth = 24

  init(_ timeline: Timeline, width: Int) {
    self.timeline = timeline
    self.width = width
    axis = timeline.axis
  }

  private var columns: Int { max(10, width - Self.labelWidth - 2) }

  /// The chart with its scale and its legend.
  var lines: [StyledLine] {
    let stages = timeline.rows.filter { $0.kind == .stage }
    let watches = timeline.rows.filter { $0.note == "watch" && !$0.bars.isEmpty }
    let rows = stages + watches + timeline.interruptions
    guard stages.contains(where: { !$0.bars.isEmpty }) else { return [] }
    let shown = rows.filter { !$0.bars.isEmpty }
    return [scale] + shown.map(line(of:)) + legend(of: shown)
  }

  private func line(of row: TimelineRow) -> StyledLine {
    let name: String =
      switch row.kind {
      case .stage: Plan.isStep(row.id) ? "\(row.id) \(row.title)" : row.title
      case .interruption: row.mark.text
      case .phase, .activity, .attempt: row.id
      }
    let label = SafeText.cut(SafeText.neutralized(name), to: Self.labelWidth)
    let tone: Tone = row.isCritical ? .strong : .plain
    return StyledLine(SafeText.padded(label, to: Self.labelWidth) + "  ", tone) + bar(of: row)
  }

  private func bar(of row: TimelineRow) -> StyledLine {
    var cells = [TimelineBar.Look?](repeating: nil, count: columns)
    // The looks are in the order of their weight: what matters more is drawn over the rest.
    let weights = Dictionary(
      uniqueKeysWithValues: TimelineBar.Look.allCases.enumerated().map { ($1, $0) })
    for bar in row.bars.sorted(by: { weights[$0.look, default: 0] < weights[$1.look, default: 0] })
    {
      for cell in cell(of: bar.from)...max(cell(of: bar.from), cell(endOf: bar)) {
        cells[cell] = bar.look
      }
    }
    while let last = cells.last, last == nil { cells.removeLast() }
    var line = StyledLine()
    for look in cells { line = line.extended(look?.glyph ?? " ", look?.tone ?? .plain) }
    return line
  }

  private func cell(of instant: Instant) -> Int {
    let length = axis.to.microseconds(since: axis.from)
    let passed = min(max(0, instant.microseconds(since: axis.from)), length)
    return min(columns - 1, Int(Double(passed) / Double(length) * Double(columns)))
  }

  /// The last cell of a bar: one that ends where a cell begins does not reach into it.
  private func cell(endOf bar: TimelineBar) -> Int {
    bar.from == bar.to ? cell(of: bar.to) : cell(of: bar.to.advanced(byMicroseconds: -1))
  }

  /// Instants above the bars, as many as have room.
  private var scale: StyledLine {
    var text = String(repeating: " ", count: Self.labelWidth + 2)
    let length = axis.to.microseconds(since: axis.from)
    let isShort = length < 180_000_000
    let room = isShort ? 11 : 8
    let count = max(1, columns / (room + 4))
    for mark in 0..<count {
      let at = axis.from.advanced(byMicroseconds: length / count * mark)
      let wall = TimeText.wall(at)
      let label = isShort ? wall : String(wall.prefix(5)) + "Z"
      let column = Self.labelWidth + 2 + cell(of: at)
      text = SafeText.padded(text, to: column) + label
    }
    return StyledLine(text, .faint)
  }

  private func legend(of rows: [TimelineRow]) -> [StyledLine] {
    let used = Set(rows.flatMap(\.bars).map(\.look))
    let parts = TimelineBar.Look.allCases.filter(used.contains)
      .map { StyledLine($0.glyph, $0.tone).adding(" \($0.word)", .faint) }
    return StyledLine.wrapped(parts, width: width, indent: 2)
  }
}

extension StyledLine {
  /// The line with more of the same at its end: pieces of one tone stay one piece.
  fileprivate func extended(_ text: String, _ tone: Tone) -> StyledLine {
    guard let last = spans.last, last.tone == tone else { return adding(text, tone) }
    var line = self
    line.spans[spans.count - 1].text += text
    return line
  }
}
