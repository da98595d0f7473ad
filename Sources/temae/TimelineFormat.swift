import ArgumentParser

/// How a timeline is written.
enum TimelineFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// For people at a terminal.
  case text
  /// For programs.
  case json
  /// One page that needs nothing else.
  case html
  /// A picture.
  case svg
  /// A chart for Markdown.
  case mermaid
}
