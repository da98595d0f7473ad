import ArgumentParser

/// How the stream of events is shown.
enum EventFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// Lines that scroll, above a footer that is redrawn; needs a terminal.
  case live
  /// One line an event.
  case plain
  /// The journal's rows as JSON Lines.
  case json

  /// The format that fits a terminal or a pipe, where none was asked for.
  init(asked: EventFormat?, abilities: TerminalAbilities) {
    let fitting: EventFormat = abilities.canRedraw ? .live : .plain
    self = asked == .live ? fitting : asked ?? fitting
  }
}
