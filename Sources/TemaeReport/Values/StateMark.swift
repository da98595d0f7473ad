import TemaeCore

/// How a state is shown: a glyph and a word, always both, and a tone that only adds to them.
struct StateMark: Hashable {
  var glyph: String
  var word: String
  var tone: Tone

  /// `✓ succeeded`, in its tone.
  var line: StyledLine { StyledLine("\(glyph) \(word)", tone) }

  /// The mark with its word padded, for lines that stand below each other.
  var column: StyledLine {
    StyledLine(SafeText.padded("\(glyph) \(word)", to: Self.columnWidth), tone)
  }

  /// The columns of the widest ordinary mark: `✓ done by hand`.
  static let columnWidth = 14
}

extension StateMark {
  /// How an activity's phase is shown.
  init(_ phase: ActivityPhase) {
    self =
      switch phase {
      case .pending: StateMark(glyph: "○", word: "pending", tone: .faint)
      case .intended: StateMark(glyph: "◔", word: "intended", tone: .active)
      case .running: StateMark(glyph: "▸", word: "running", tone: .active)
      case .succeeded: StateMark(glyph: "✓", word: "succeeded", tone: .good)
      case .failed: StateMark(glyph: "✗", word: "failed", tone: .bad)
      case .unknown: StateMark(glyph: "?", word: "unknown", tone: .warning)
      case .refused: StateMark(glyph: "⊘", word: "answered no", tone: .bad)
      case .skipped: StateMark(glyph: "↷", word: "skipped", tone: .warning)
      case .doneByHand: StateMark(glyph: "☑", word: "done by hand", tone: .warning)
      }
  }

  /// How a run's status is shown.
  init(_ status: RunStatus) {
    self =
      switch status {
      case .new: StateMark(glyph: "○", word: "new", tone: .faint)
      case .open: StateMark(glyph: "▸", word: "open", tone: .active)
      case .paused: StateMark(glyph: "‖", word: "paused", tone: .warning)
      case .halted: StateMark(glyph: "■", word: "halted", tone: .bad)
      case .aborted: StateMark(glyph: "⊗", word: "aborted", tone: .bad)
      case .completed: StateMark(glyph: "✓", word: "completed", tone: .good)
      case .rolledBack: StateMark(glyph: "↶", word: "rolled back", tone: .warning)
      }
  }

  /// How a promise is shown that this version has no machinery for.
  static let notKept = StateMark(glyph: "–", word: "not kept by this version", tone: .warning)
  /// How anything that was not done as written is shown.
  static let deviation = StateMark(glyph: "!", word: "deviation", tone: .warning)
  /// How a question to a person is shown.
  static let question = StateMark(glyph: "?", word: "asks", tone: .active)
  /// How a fact is shown that is no state: a note, a captured value, a lease.
  static func fact(_ word: String) -> StateMark { StateMark(glyph: "·", word: word, tone: .faint) }
}

extension HaltReason {
  /// Why the machine stopped, in words.
  var words: String {
    switch self {
    case .failed: "an activity failed, or a check did not hold"
    case .person: "a person is needed, or answered no"
    case .unknown: "an outcome is unknown, and only a person can settle it"
    case .target: "a database is not the one that was pinned"
    case .changed: "a file is not the one that the run has"
    case .interrupted: "the driver was asked to stop"
    case .disk: "the disk of the journal is full"
    }
  }

  /// The same after what the driver said of it, once where both say the same.
  func words(after detail: String) -> String {
    detail == words || self == .person ? detail : "\(detail) (\(words))"
  }
}

extension FailureKind {
  /// How an attempt failed, in words.
  var words: String {
    switch self {
    case .exit: "the exit code is not an accepted one"
    case .signal: "a signal ended it"
    case .timeout: "its time was up"
    case .cancelled: "a person ended it"
    case .refused: "the database refused a statement"
    case .target: "the database is not as it was pinned; nothing was sent"
    case .notStarted: "it could not be started; nothing took effect"
    case .malformed: "the result cannot be compared as the document asks"
    }
  }
}

extension SettlementEvidence {
  /// What a settlement rests on, in words.
  var words: String {
    switch self {
    case .exit: "the supervisor's exit record"
    case .marker: "the marker row in the target"
    case .tombstone: "a tombstone in place of the marker: it never commits"
    case .neverStarted: "it was never let go"
    case .probe: "the runbook's probe"
    case .catalog: "the catalog of the target: what became of the index"
    case .person: "a person's word"
    case .read: "it only reads: nothing was changed"
    }
  }
}

extension SettlementVerdict {
  /// What is held true, in words.
  var words: String {
    switch self {
    case .done: "it took effect"
    case .again: "it did not take effect, and is tried again"
    case .failed: "it failed"
    }
  }
}

extension ProbeAnswer {
  /// What a probe said, in words.
  var words: String {
    switch self {
    case .yes: "the change has taken effect"
    case .no: "the change has not taken effect"
    case .cannotTell: "it cannot tell"
    }
  }
}

extension WatchEnd {
  /// Why a watch ended, in words.
  var words: String {
    switch self {
    case .until: "its time had come"
    case .exited: "the command ended by itself"
    case .interrupted: "the driver stopped; it starts anew on resume"
    }
  }
}
