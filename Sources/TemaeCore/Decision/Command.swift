/// What a person asks for.
public enum Command: Hashable, Sendable {
  /// Answers an item or confirms a block.
  case answer(activity: String, ItemAnswer, note: Commitment?)
  /// Leaves an activity undone.
  case skip(activity: String, reason: Commitment)
  /// Says what is true of an attempt whose end nobody saw, or what is to become of a failed one.
  case settle(activity: String, SettlementVerdict, reason: Commitment)
  /// Tries a failed activity again.
  case retry(activity: String, reason: Commitment?)
  /// Runs a remedy for a failed activity.
  case remedy(activity: String, remedy: String, reason: Commitment?)
  /// Runs a command that the document does not have.
  case add(step: String?, command: Commitment, reason: Commitment)
  /// Ends a command that is at work, or what it left behind.
  case end(activity: String, reason: Commitment)
  /// Lets a stage start although a step that it needs has not succeeded, or the run go on beside what
  /// an activity left at work.
  case overrule(subject: String, reason: Commitment)
  /// Writes something down.
  case note(activity: String?, text: Commitment)
  /// Takes a changed document in.
  case amend(Amendment)
  /// Asks the run to pause.
  case pause
  /// Lets a paused or halted run go on.
  case resume
  /// Has the run rolled back: all of it, or what came after a step, or by one of its ways back.
  ///
  /// Beyond its point of no return only with a reason for overruling it.
  case rollBack(
    scope: RollbackScope?, upTo: String?, keepsGoing: Bool, reason: Commitment?,
    overruling: Commitment? = nil)
  /// Ends the run for good.
  case abort(reason: Commitment)
}
