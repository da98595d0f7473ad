public import TemaeCore

/// How a driver left its run.
public enum RunOutcome: Hashable, Sendable {
  /// Everything has been dealt with.
  case completed
  /// It stopped for this reason; the run can be resumed.
  case halted(HaltReason)
  /// A person paused it, or the stage that it was to stop after has been dealt with.
  case paused
  /// What it did has been undone: all of it, or not.
  case rolledBack(isWhole: Bool)
  /// A person ended it for good.
  case aborted
}
