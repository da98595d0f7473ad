import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport

/// Somebody at a terminal who steps through a run.
struct ReplaySession {
  private var history: ReplayHistory
  private var track: ReplayTrack
  private var view = ReplayView()
  private var position: Int
  private let hasColors: Bool

  /// Whether there is a terminal that can be drawn on and typed at.
  static var isPossible: Bool {
    StandardStream.input.isTerminal && TerminalAbilities(of: .output, noColor: true).canRedraw
  }

  /// Begins at a position of the run.
  init(_ history: ReplayHistory, at position: Int, noColor: Bool) throws {
    self.history = history
    self.position = position
    track = try Self.track(of: &self.history)
    hasColors = TerminalAbilities(of: .output, noColor: noColor).hasColors
  }

  /// Draws and takes in keys until somebody has enough.
  ///
  /// The terminal is as before afterwards, also where an error or a signal ends it.
  mutating func run() throws {
    var screen = FullScreen()
    try screen.enter()
    defer { screen.leave() }
    while true {
      try draw(on: &screen)
      switch screen.next() {
      case .key(let key):
        let wish = view.press(key)
        if wish == .leave { return }
        if wish == .redraw { screen.forget() }
        try fulfil(wish)
      case .resized: screen.forget()
      case .interrupted: throw TemaeExit.interrupted.code
      case .gone: return
      }
    }
  }

  private mutating func draw(on screen: inout FullScreen) throws {
    let size = screen.size
    let moment = try ReplayMoment(after: position, of: &history, isStrict: false)
    let around = max(1, position - size.rows)...min(history.count, position + size.rows)
    let replay = ReplayScreen(
      moment, nearby: try history.entries(around), track: track, view: view,
      columns: size.columns, rows: size.rows, colors: hasColors)
    view.limitScroll(to: replay.scroll)
    screen.draw(replay.lines)
  }

  private mutating func fulfil(_ wish: ReplayView.Wish) throws {
    switch wish {
    case .nothing, .redraw, .leave: break
    case .step(let count): try go(to: position + count)
    case .edge(let isLast):
      if isLast { try lookForMore() }
      position = isLast ? history.count : 1
    case .jump(let mark, let isForward):
      if let found = track.position(of: mark, from: position, isForward: isForward) {
        position = found
      } else {
        view.notice = "no \(mark.title) \(isForward ? "after" : "before") this event"
      }
    case .seek(let place): try seek(place)
    }
  }

  private mutating func go(to wanted: Int) throws {
    if wanted > history.count { try lookForMore() }
    let reached = min(max(1, wanted), history.count)
    if reached == position {
      view.notice = wanted < position ? "this is the first event" : "this is the last event so far"
    }
    position = reached
  }

  /// A place is what `--at` takes, or a time of the day on which the moment is.
  private mutating func seek(_ text: String) throws {
    let isTimeOfDay = text.contains(":") && !text.contains("-")
    let day = try history.entry(position).at.description.prefix(11)
    do {
      position = try history.count(at: isTimeOfDay ? day + text : text)
    } catch let failure as Failure {
      view.notice = failure.message
    }
  }

  /// The run may go on while somebody looks back at it.
  private mutating func lookForMore() throws {
    let count = history.count
    try history.refresh()
    if history.count > count { track = try Self.track(of: &history) }
  }

  private static func track(of history: inout ReplayHistory) throws -> ReplayTrack {
    var positions: [ReplayMark: [Int]] = [:]
    for mark in ReplayMark.allCases {
      let certain = try history.journal.positions(run: history.run, types: mark.certainTypes)
      let possible = try history.journal.positions(run: history.run, types: mark.possibleTypes)
      let found = try possible.filter { position in
        try position <= history.count && mark.holds(of: history.entry(position).event)
      }
      positions[mark] = (certain.filter { $0 <= history.count } + found).sorted()
    }
    return ReplayTrack(count: history.count, positions: positions)
  }
}
