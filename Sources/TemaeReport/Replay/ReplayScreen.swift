public import TemaeCore

/// A run at one of its moments, on a screen of any size.
///
/// A pure function: the same moment, view and size give the same lines.
public struct ReplayScreen {
  let moment: ReplayMoment
  let nearby: [Entry]
  let track: ReplayTrack
  let view: ReplayView
  let columns: Int, rows: Int
  private let colors: Bool

  /// The columns from which on two parts stand beside each other.
  private static let wideColumns = 110
  private static let gap = " │ "

  /// Makes a screen.
  ///
  /// - Parameters:
  ///   - moment: the moment.
  ///   - nearby: entries around the moment's own, in order and without gaps; a screen's height of them
  ///     on either side is enough.
  ///   - track: where in the run the events are that somebody jumps to.
  ///   - view: how it is looked at.
  ///   - columns: the width, at least 1.
  ///   - rows: the height, at least 1.
  ///   - colors: whether ANSI colours may be used.
  public init(
    _ moment: ReplayMoment, nearby: [Entry], track: ReplayTrack, view: ReplayView, columns: Int,
    rows: Int, colors: Bool
  ) {
    self.moment = moment
    self.nearby = nearby
    self.track = track
    self.view = view
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    self.colors = colors
  }

  /// Exactly as many lines as the screen has rows, none of them wider than it.
  public var lines: [String] {
    let style = TextStyle(colors: colors, width: columns)
    var lines = [header]
    if hasTrack { lines.append(track.line(at: moment.entry.position, width: columns)) }
    lines += view.showsHelp ? Self.help : body
    let missing = max(0, rows - 1 - lines.count)
    lines = lines.prefix(max(1, rows - 1)) + Array(repeating: StyledLine(), count: missing)
    if rows > 1 { lines.append(footer) }
    return lines.map { $0.renderedCut(style) }
  }

  /// By how many lines the large part is scrolled at most, of those that the view asks for.
  public var scroll: Int {
    guard let large = view.large else { return 0 }
    let block = block(of: large, width: columns, height: bodyRows - 1)
    return block.top(height: bodyRows - 1, scroll: view.scroll) - block.top(height: bodyRows - 1)
  }

  private var hasTrack: Bool { rows >= 12 }
  private var bodyRows: Int { max(0, rows - 2 - (hasTrack ? 1 : 0)) }

  private var header: StyledLine {
    let state = moment.state
    let name = SafeText.neutralized(state.opened?.name ?? state.run)
    var line = StyledLine(SafeText.cut(name, to: max(8, columns / 3)), .strong)
    line = line.adding("  #\(moment.entry.sequence)", .strong)
    line = line.adding(", \(moment.entry.position) of \(moment.last.position)", .faint)
    line = (line.adding("  ")) + StateMark(state.status).line
    line = line.adding("  \(TimeText.dayAndWall(moment.entry.at))")
    if let position = RunClock(state).position(moment.entry.at) {
      line = line.adding("  \(position)", .faint)
    }
    return line
  }

  private var footer: StyledLine {
    if let typed = view.typed { return StyledLine("go to event or time: \(typed)_", .strong) }
    if let notice = view.notice { return StyledLine(notice, .warning) }
    let scrolls = view.large == nil ? [] : ["J K scroll"]
    let hints =
      ["? help", "q quit", "← → step"] + scrolls
      + ["f failure", "d deviation", "c crash", "Tab parts", ": go to"]
    var line = ""
    for hint in hints where SafeText.columns(of: line) + hint.count + 2 <= columns {
      line += (line.isEmpty ? "" : "  ") + hint
    }
    return StyledLine(line, .faint)
  }

  private var body: [StyledLine] {
    if let large = view.large { return part(large, columns, bodyRows, scroll: view.scroll) }
    guard columns >= Self.wideColumns, bodyRows >= 16 else {
      return stacked(ReplayPane.allCases, columns, bodyRows)
    }
    let left = (columns - Self.gap.count) / 2
    let right = columns - Self.gap.count - left
    return zip(
      stacked([.events, .decision], left, bodyRows), stacked([.state, .output], right, bodyRows)
    ).map { ($0.fitted(to: left).adding(Self.gap, .faint)) + $1 }
  }

  /// Parts below each other, as many of the first ones as there is room for; their heights depend on
  /// the screen alone, so that nothing jumps from one moment to the next.
  private func stacked(_ panes: [ReplayPane], _ width: Int, _ height: Int) -> [StyledLine] {
    let shown = panes.prefix(max(1, height / 3))
    let weights = shown.map(\.weight)
    let content = max(0, height - shown.count)
    var heights = weights.map { content * $0 / weights.reduce(0, +) }
    for index in 0..<max(0, content - heights.reduce(0, +)) { heights[index % heights.count] += 1 }
    return zip(shown, heights).flatMap { part($0, width, $1 + 1, scroll: 0) }
  }

  private func part(
    _ pane: ReplayPane, _ width: Int, _ height: Int, scroll: Int
  ) -> [StyledLine] {
    guard height > 0 else { return [] }
    let block = block(of: pane, width: width, height: height - 1)
    let top = block.top(height: height - 1, scroll: scroll)
    let shown = block.lines.dropFirst(top).prefix(height - 1)
    var title = "── \(SafeText.neutralized(block.title)) "
    if shown.count < block.lines.count, pane != .events {
      title += "── \(top + 1) to \(top + shown.count) of \(block.lines.count) "
    }
    let rule = String(repeating: "─", count: max(0, width - SafeText.columns(of: title)))
    return [StyledLine(title + rule, .faint)] + shown
      + Array(repeating: StyledLine(), count: height - 1 - shown.count)
  }
}

extension ReplayPane {
  /// How much of the height it gets beside the others.
  fileprivate var weight: Int {
    switch self {
    case .events, .state: 3
    case .decision, .output: 2
    }
  }
}
