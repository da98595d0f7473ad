import TemaeCore

/// A timeline as SVG: one line for each row, with its bars to scale, a pattern and words beside colours.
struct TimelinePicture {
  private let report: TimelineReport
  private let rows: [TimelineRow]
  private let axis: (from: Instant, to: Instant)

  private static let labelWidth = 320
  private static let chartWidth = 640
  /// Where what is said of a bar begins: right of the chart, so that it covers no bar.
  private static let wordsWidth = 240
  private static let rowHeight = 20
  private static let top = 44

  init(_ report: TimelineReport) {
    self.report = report
    rows =
      report.timeline.interruptions
      + report.timeline.rows.filter { !$0.bars.isEmpty || $0.kind == .phase || $0.kind == .stage }
    axis = report.timeline.axis
  }

  private var width: Int { Self.labelWidth + Self.chartWidth + Self.wordsWidth }
  private var bottom: Int { Self.top + rows.count * Self.rowHeight }
  private var looks: [TimelineBar.Look] { report.timeline.looks }

  /// Writes the picture.
  ///
  /// - Parameters:
  ///   - page: where it is written.
  ///   - isAlone: whether it is a file of its own, which needs its own style sheet.
  func write(to page: inout MarkupWriter, isAlone: Bool) {
    let height = bottom + 16 + (looks.count + 3) / 4 * 20 + 8
    page.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("class", "timeline"), ("role", "img"),
        ("aria-labelledby", "t-title t-desc"), ("width", "\(width)"), ("height", "\(height)"),
        ("viewBox", "0 0 \(width) \(height)"),
      ]
    ) { svg in
      svg.element("title", [("id", "t-title")], text: "Timeline of \(report.name)")
      svg.element(
        "desc", [("id", "t-desc")],
        text: "\(report.title): planned against actual, \(rows.count) rows.")
      svg.newLine()
      if isAlone { svg.element("style") { $0.verbatim(PageStyle.picture) } }
      svg.verbatim(Self.patterns)
      grid(&svg)
      for (index, row) in rows.enumerated() { draw(row, at: index, &svg) }
      marks(&svg)
      legend(&svg)
    }
    page.newLine()
  }

  private func draw(_ row: TimelineRow, at index: Int, _ svg: inout MarkupWriter) {
    let y = Self.top + index * Self.rowHeight
    if row.kind == .phase {
      svg.empty(
        "rect",
        [
          ("class", "row"), ("x", "0"), ("y", "\(y)"), ("width", "\(width)"),
          ("height", "\(Self.rowHeight)"),
        ])
    }
    let indent = 6 + row.depth * 12
    let label = Self.label(of: row)
    let room = (Self.labelWidth - indent) / 7
    svg.element(
      "text",
      [
        ("x", "\(indent)"), ("y", "\(y + 14)"),
        ("class", row.depth < 2 ? (row.isCritical ? "b" : "") : "f"),
      ],
      text: SafeText.cut(SafeText.neutralized(label), to: room))
    for bar in row.bars { draw(bar, of: row, y, &svg) }
    svg.element(
      "text", [("x", "\(Self.labelWidth + Self.chartWidth + 8)"), ("y", "\(y + 14)")],
      text: SafeText.cut(report.words(of: row), to: Self.wordsWidth / 7))
    svg.newLine()
  }

  private func draw(_ bar: TimelineBar, of row: TimelineRow, _ y: Int, _ svg: inout MarkupWriter) {
    let (from, to) = (x(of: bar.from), x(of: bar.to))
    let isThin = bar.look == .planned
    svg.element(
      "rect",
      [
        ("class", bar.look.rawValue), ("x", Self.number(from)),
        ("y", "\(isThin ? y + Self.rowHeight - 5 : y + 4)"),
        ("width", Self.number(max(15, to - from))), ("height", isThin ? "3" : "11"),
      ]
    ) { rectangle in
      rectangle.element(
        "title", text: "\(row.id): \(bar.look.word), \(report.clock(bar.from)), \(bar.length)")
    }
  }

  /// Tenths of a unit, so that the same entries give the same bytes on every machine.
  private func x(of instant: Instant) -> Int {
    let length = axis.to.microseconds(since: axis.from)
    let passed = min(max(0, instant.microseconds(since: axis.from)), length)
    return Self.labelWidth * 10
      + Int(Double(passed) / Double(length) * Double(Self.chartWidth * 10))
  }

  private static func number(_ tenths: Int) -> String {
    tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private static func label(of row: TimelineRow) -> String {
    switch row.kind {
    case .phase: row.title
    case .stage: Plan.isStep(row.id) ? "\(row.id)  \(row.title)" : row.title
    case .activity: "\(row.id)  \(row.title)"
    case .attempt: row.title
    case .interruption: "\(row.mark.text), \(row.id)"
    }
  }
}

extension TimelinePicture {
  private func grid(_ svg: inout MarkupWriter) {
    let length = axis.to.microseconds(since: axis.from)
    for tick in TimeTicks(from: axis.from, lasting: length).instants {
      let x = Self.number(x(of: tick))
      svg.empty(
        "line",
        [("class", "grid"), ("x1", x), ("x2", x), ("y1", "\(Self.top - 6)"), ("y2", "\(bottom)")])
      svg.element(
        "text", [("class", "f"), ("x", x), ("y", "\(Self.top - 10)")],
        text: TimeText.wall(tick))
    }
    svg.newLine()
  }

  /// T, and now where the run has not ended.
  private func marks(_ svg: inout MarkupWriter) {
    var marks: [(String, Instant)] = []
    if let start = report.state.opened?.t0 { marks.append(("T", start)) }
    if !report.state.status.isEnded { marks.append(("now", report.timeline.now)) }
    for (word, instant) in marks where instant >= axis.from && instant <= axis.to {
      let x = Self.number(x(of: instant))
      svg.empty(
        "line",
        [("class", "mark"), ("x1", x), ("x2", x), ("y1", "\(Self.top - 26)"), ("y2", "\(bottom)")])
      svg.element(
        "text", [("class", "b"), ("x", Self.number(self.x(of: instant) + 40)), ("y", "18")],
        text: word)
    }
  }

  private func legend(_ svg: inout MarkupWriter) {
    for (index, look) in looks.enumerated() {
      let x = 12 + index % 4 * (width / 4)
      let y = bottom + 16 + index / 4 * 20
      svg.empty(
        "rect",
        [
          ("class", look.rawValue), ("x", "\(x)"), ("y", "\(y)"), ("width", "28"),
          ("height", "12"),
        ])
      svg.element("text", [("x", "\(x + 36)"), ("y", "\(y + 11)")], text: look.word)
    }
  }

  private static let patterns: StaticString = """
    <defs><pattern id="t-people" width="7" height="7" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect width="7" height="7" style="fill:var(--p)"/>\
    <rect width="4" height="7" style="fill:var(--people)"/></pattern>\
    <pattern id="t-watch" width="6" height="4" patternUnits="userSpaceOnUse">\
    <rect width="6" height="2" style="fill:var(--watch)"/></pattern>\
    <pattern id="t-clock" width="6" height="6" patternUnits="userSpaceOnUse">\
    <circle cx="2" cy="3" r="1.2" style="fill:var(--clock)"/></pattern>\
    <pattern id="t-stopped" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect width="3" height="6" style="fill:var(--stopped)"/></pattern>\
    <pattern id="t-unknown" width="8" height="8" patternUnits="userSpaceOnUse">\
    <circle cx="4" cy="4" r="2.4" style="fill:none;stroke:var(--unknown)"/></pattern>\
    <pattern id="t-failed" width="7" height="7" patternUnits="userSpaceOnUse">\
    <path d="M0 0L7 7M7 0L0 7" style="stroke:var(--failed);stroke-width:1.6"/></pattern>\
    <pattern id="t-crash" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(-45)"><rect width="6" height="6" style="fill:var(--p)"/>\
    <rect width="3" height="6" style="fill:var(--i)"/></pattern></defs>

    """
}

extension TimelineReport {
  /// State and length of a row in a few words, the same in the picture and in the table.
  func words(of row: TimelineRow) -> String {
    var words = row.mark.text
    if let duration = row.durationMicroseconds { words += "  \(TimeText.elapsed(duration))" }
    guard row.kind == .stage || row.kind == .phase, let late = row.latenessMicroseconds,
      abs(late) >= 1_000_000
    else { return words }
    return "\(words)  \(Self.lateness(late).text)"
  }

  /// The picture as a file of its own.
  public func svg() -> String {
    var file = MarkupWriter()
    file.verbatim("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    TimelinePicture(self).write(to: &file, isAlone: true)
    return file.text
  }
}
