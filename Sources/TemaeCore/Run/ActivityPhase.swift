/// Where an activity stands.
///
/// The table of ``next(after:)`` is generated into `docs/reference/state-machine.md`.
public enum ActivityPhase: String, CanonicalWord {
  /// Nothing has been tried, or nothing that counts.
  case pending
  /// An attempt may have begun. Only evidence leads on from here.
  case intended
  /// An attempt is known to have begun.
  case running
  /// The last attempt ended well, or a person answered yes.
  case succeeded
  /// The last attempt ended badly; it may have taken effect all the same.
  case failed
  /// Nobody saw the end of the last attempt.
  case unknown
  /// A person answered no.
  case refused
  /// A person decided that it is not done.
  case skipped
  /// A person did it outside temae.
  case doneByHand

  /// Whether nothing more is to be done.
  public var isResolved: Bool {
    switch self {
    case .succeeded, .skipped, .doneByHand: true
    case .pending, .intended, .running, .failed, .unknown, .refused: false
    }
  }

  /// Whether an attempt may be at work.
  public var isOpen: Bool {
    switch self {
    case .intended, .running: true
    case .pending, .succeeded, .failed, .unknown, .refused, .skipped, .doneByHand: false
    }
  }

  /// The phase after a signal; `nil` where a true history cannot have that signal.
  public func next(after signal: ActivitySignal) -> ActivityPhase? {
    switch signal {
    case .intended: self == .pending || self == .failed ? .intended : nil
    case .started: isOpen ? .running : nil
    case .succeeded: isOpen || self == .unknown ? .succeeded : nil
    case .failed: isOpen || self == .unknown ? .failed : nil
    case .lost: isOpen || self == .unknown ? .unknown : nil
    case .settledDone: isOpen || self == .unknown ? .succeeded : nil
    case .settledAgain: isOpen || self == .unknown ? .pending : nil
    case .settledFailed: isOpen || self == .unknown ? .failed : nil
    case .interrupted: isOpen ? .pending : nil
    case .retried: self == .failed || self == .refused ? .pending : nil
    case .chosen: isOpen || self == .unknown ? nil : .pending
    case .answeredYes: self == .pending || self == .refused ? .succeeded : nil
    case .answeredNo: self == .pending || self == .refused ? .refused : nil
    case .skipped: isOpen || isResolved || self == .unknown ? nil : .skipped
    case .doneByHand: isOpen || isResolved || self == .unknown ? nil : .doneByHand
    case .repinned: self == .succeeded ? .unknown : nil
    case .amended: isOpen || self == .unknown || self == .doneByHand ? nil : .pending
    }
  }
}
