import ArgumentParser

/// How a rollback plan is written, or the events of a rollback are shown.
enum RollbackFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// The plan for people; events live on a terminal, else one line each.
  case text
  /// The plan for programs; events as the journal's rows, JSON Lines.
  case json

  /// The format of the stream of events; `nil` for what fits the terminal or pipe.
  var events: EventFormat? {
    switch self {
    case .text: nil
    case .json: .json
    }
  }
}
