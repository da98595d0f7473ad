/// A question that only a person can answer.
public enum Question: Hashable, Sendable {
  /// Has this been done, is this so?
  case item(activity: String)
  /// May this block run?
  case confirm(activity: String)
  /// What is to be done about a failed activity? The remedies fit the failure.
  case failure(activity: String, remedies: [String])
  /// What is true of an attempt whose end nobody saw?
  case unknown(activity: String, attempt: Int)
  /// What is to become of the processes that an attempt left behind?
  case descendants(activity: String, attempt: Int)
  /// The run has halted; is its command, which goes on, to end as well?
  case running(activity: String, attempt: Int)
  /// May a step start although one that it needs has not succeeded?
  case needs(stage: String, missing: [String])

  /// The activity or stage that the question is about.
  public var subject: String {
    switch self {
    case .item(let activity), .confirm(let activity), .failure(let activity, _),
      .unknown(let activity, _), .descendants(let activity, _), .running(let activity, _):
      activity
    case .needs(let stage, _): stage
    }
  }
}
