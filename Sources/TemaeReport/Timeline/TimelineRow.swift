import TemaeCore

/// One line of a timeline: every format shows the same rows with the same numbers.
struct TimelineRow {
  /// What the row is about.
  enum Kind: String, Hashable {
    case phase, stage, activity, attempt, interruption
  }

  var kind: Kind
  var id: String
  var title: String
  var mark: StateMark
  var plannedAt: Instant?, plannedEnd: Instant?
  var beganAt: Instant?, endedAt: Instant?
  /// When it should begin and end, for what has yet to end.
  var foreseenAt: Instant?, foreseenEnd: Instant?
  var durationMicroseconds: Int?
  var budgetMicroseconds: Int?
  /// From its end, or the forecast of it, to the next fixed mark; negative when that is missed.
  var slackMicroseconds: Int?
  var shares: TimeShares?
  var bars: [TimelineBar] = []
  /// Whether each minute of it moved or moves the end of the run.
  var isCritical = false
  /// What is to be known beside the numbers.
  var note = ""

  init(_ kind: Kind, _ id: String, _ title: String, _ mark: StateMark) {
    self.kind = kind
    self.id = id
    self.title = title
    self.mark = mark
  }

  /// How much later than planned it began; negative when earlier.
  var latenessMicroseconds: Int? {
    guard let plannedAt, let beganAt else { return nil }
    return beganAt.microseconds(since: plannedAt)
  }

  /// How far it is moved to the right, in steps.
  var depth: Int {
    switch kind {
    case .phase, .interruption: 0
    case .stage: 1
    case .activity: 2
    case .attempt: 3
    }
  }
}
