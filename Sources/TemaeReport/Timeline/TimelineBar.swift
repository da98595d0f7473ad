import TemaeCore

/// A stretch that a timeline draws.
struct TimelineBar: Hashable {
  /// What it looks like; each look has a word, a pattern or glyph, and only then a colour.
  enum Look: String, CaseIterable, Hashable {
    case planned, clock, other, foreseen, stopped, people, watch, work, unknown, failed, crash

    /// What the legend calls it.
    var word: String {
      switch self {
      case .planned: "planned"
      case .clock: "waited for its time"
      case .other: "between"
      case .foreseen: "forecast"
      case .stopped: "stood still"
      case .people: "waited for people"
      case .watch: "watched"
      case .work: "at work"
      case .unknown: "outcome unknown"
      case .failed: "failed"
      case .crash: "driver gone"
      }
    }

    /// How text draws it.
    var glyph: String {
      switch self {
      case .planned: "─"
      case .clock: "·"
      case .other: ":"
      case .foreseen: "╌"
      case .stopped: "="
      case .people: "▒"
      case .watch: "~"
      case .work: "█"
      case .unknown: "?"
      case .failed: "x"
      case .crash: "!"
      }
    }

    var tone: Tone {
      switch self {
      case .planned, .clock, .other: .faint
      case .foreseen, .watch: .active
      case .stopped, .people, .unknown: .warning
      case .work: .good
      case .failed, .crash: .bad
      }
    }

    init(_ use: TimeShares.Use) {
      self =
        switch use {
        case .work: .work
        case .people: .people
        case .clock: .clock
        case .stopped: .stopped
        case .other: .other
        }
    }
  }

  var look: Look
  var from: Instant
  var to: Instant

  /// How long it is, in words.
  var length: String { TimeText.elapsed(to.microseconds(since: from)) }
}
