/// Where a run stands as a whole.
public enum RunStatus: String, CanonicalWord {
  /// Nothing has been recorded yet.
  case new
  /// It can go on.
  case open
  /// A person asked it to pause.
  case paused
  /// The machine stopped it.
  case halted
  /// A person ended it for good.
  case aborted
  /// Everything has been dealt with.
  case completed
  /// What it did has been undone, as far as it could be.
  case rolledBack

  /// Whether nothing more can happen to the run, unless a person has it rolled back.
  public var isEnded: Bool {
    switch self {
    case .aborted, .completed, .rolledBack: true
    case .new, .open, .paused, .halted: false
    }
  }
}
