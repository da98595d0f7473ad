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

  /// Whether nothing more can happen to the run.
  public var isEnded: Bool {
    switch self {
    case .aborted, .completed: true
    case .new, .open, .paused, .halted: false
    }
  }
}
