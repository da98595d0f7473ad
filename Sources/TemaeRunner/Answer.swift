/// What a person answered at the driver's terminal.
///
/// Reasons are required where the type says so.
public enum Answer: Hashable, Sendable {
  /// It is so, it is done; or: the block may run.
  case yes(note: String?)
  /// It is not so; or: the block may not run.
  case no(note: String?)
  /// It is not to be done.
  case skip(reason: String)
  /// Try the failed activity again.
  case retry(reason: String?)
  /// Run this remedy, then try the failed activity again.
  case remedy(String, reason: String?)
  /// It was done by hand; or: the unknown attempt did take effect.
  case done(reason: String)
  /// The unknown attempt did not take effect: try again.
  case again(reason: String)
  /// The unknown attempt failed.
  case failed(reason: String)
  /// Start the step although one that it needs has not succeeded; or: go on beside what is left.
  case proceed(reason: String)
  /// End the command, or what the attempt left at work.
  case end(reason: String)
  /// Stop here; the run can be resumed.
  case halt
}
