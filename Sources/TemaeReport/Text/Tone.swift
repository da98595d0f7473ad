/// What a piece of text means to the reader's eye; a style decides what that looks like.
enum Tone: CaseIterable, Sendable {
  /// Ordinary text.
  case plain
  /// Headings and names.
  case strong
  /// What matters less.
  case faint
  /// Ended as it should.
  case good
  /// Ended as it should not.
  case bad
  /// Deserves a second look: a deviation, an unknown outcome, lateness.
  case warning
  /// At work, or waiting.
  case active

  /// The parameters of the SGR sequence; `nil` for text that stays as it is.
  var code: String? {
    switch self {
    case .plain: nil
    case .strong: "1"
    case .faint: "2"
    case .good: "32"
    case .bad: "1;31"
    case .warning: "33"
    case .active: "36"
    }
  }
}
