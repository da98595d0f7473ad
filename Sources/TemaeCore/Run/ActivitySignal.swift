/// What an event means to the activity that it names.
public enum ActivitySignal: String, CanonicalWord {
  /// `attempt.intended`
  case intended
  /// `attempt.started`
  case started
  /// `attempt.succeeded`, `check.passed`, `probe.answered`, `watch.ended` (its time had come)
  case succeeded
  /// `attempt.failed`, `check.failed`
  case failed
  /// `attempt.lost`
  case lost
  /// `attempt.settled` (done)
  case settledDone
  /// `attempt.settled` (again)
  case settledAgain
  /// `attempt.settled` (failed)
  case settledFailed
  /// `watch.ended` (interrupted)
  case interrupted
  /// `activity.retried`, or the remedy chosen for it succeeded
  case retried
  /// `remedy.chosen`: the remedy is to run
  case chosen
  /// `item.answered` (yes)
  case answeredYes
  /// `item.answered` (no)
  case answeredNo
  /// `activity.skipped`
  case skipped
  /// `activity.doneByHand`
  case doneByHand
  /// `target.repinned`: its success may be gone
  case repinned
  /// `runbook.amended`: it is not what it was, or is no more
  case amended
}
