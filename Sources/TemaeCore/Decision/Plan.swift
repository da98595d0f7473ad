/// The order in which a runbook's activities come, worked out once from the runbook alone.
public struct Plan: Hashable, Sendable {
  /// A part of the run that belongs together: the prerequisites, a step, or the final gate.
  public struct Stage: Hashable, Sendable, Identifiable {
    /// `prerequisites`, a step's id, or `success`.
    public var id: String
    /// What people call it.
    public var title: String
    /// When it is due, in minutes from T.
    public var offset: Int?
    /// The ids of the steps that must have succeeded before.
    public var needs: [String]
    /// Its activities in the order in which they come.
    public var activities: [Activity]
  }

  /// The stages in the order in which they come.
  public let stages: [Stage]
  /// Blocks that run only when something asks for them: probes and remedies.
  public let onDemand: [Activity]

  /// Blocks and items of the ways back: they run only in a rollback.
  public let compensations: [Activity]

  /// Every activity by its id: each decision and each event asks for some.
  private let known: [String: Activity]

  /// Works out the order for a runbook.
  public init(of runbook: Runbook) {
    var stages = [
      Stage(
        id: "prerequisites", title: "Prerequisites", offset: nil, needs: [],
        activities: runbook.prerequisites.flatMap(\.activities).filter(\.hasTurn))
    ]
    for step in runbook.steps {
      stages.append(
        Stage(
          id: step.id, title: step.title, offset: step.offset, needs: step.needs,
          activities: Plan.activities(of: step)))
    }
    let again = stages.dropFirst().flatMap(Plan.postconditions).map { $0.planned(as: .final) }
    stages.append(
      Stage(
        id: "success", title: "Success criteria", offset: nil, needs: [],
        activities: again + runbook.successCriteria.flatMap(\.activities).filter(\.hasTurn)))
    self.stages = stages.filter { !$0.activities.isEmpty }
    onDemand =
      runbook.steps.flatMap(\.activities).filter { $0.role == .probe }
      + stages.flatMap(\.activities).compactMap(Plan.drop)
      + runbook.remedies.flatMap(\.activities).filter { $0.kind != .manual }
    var known: [String: Activity] = [:]
    for activity in self.stages.flatMap(\.activities) + onDemand where known[activity.id] == nil {
      known[activity.id] = activity
    }
    compensations =
      runbook.rollbackScopes.flatMap(\.activities)
      .filter { $0.isCompensation && known[$0.id] == nil }.uniqueByID
    for activity in compensations { known[activity.id] = activity }
    self.known = known
  }

  /// Every activity that a run may come to on its way forward, those that run only on demand last.
  public var activities: [Activity] { stages.flatMap(\.activities) + onDemand }

  /// The activity with this id.
  public func activity(_ id: String) -> Activity? { known[id] }

  /// The stage that holds this activity.
  public func stage(of activity: String) -> Stage? {
    stages.first { $0.activities.contains { $0.id == activity } }
  }

  /// The probe that belongs to a change.
  public func probe(of change: String) -> Activity? {
    onDemand.first { $0.role == .probe && $0.subject == change && $0.kind != .manual }
  }

  /// What drops the index that an interrupted build leaves behind; which one, the run's state knows.
  private static func drop(after activity: Activity) -> Activity? {
    guard let statement = activity.concurrentIndex, statement.kind != .drop else { return nil }
    var settings = ActivitySettings()
    settings.database = activity.settings.database
    settings.timeoutSeconds = activity.settings.timeoutSeconds
    settings.isOutsideTransaction = true
    return Activity(
      id: activity.id, kind: .sql, role: .remedy, language: activity.language,
      line: activity.line, text: "drop index concurrently", settings: settings
    ).planned(as: .drop)
  }

  /// The checks that stand in a stage with a change: they must hold again at the final gate.
  ///
  /// A check in a stage without one says how things stood then, which a later change may rightly
  /// alter.
  private static func postconditions(of stage: Stage) -> [Activity] {
    guard stage.activities.contains(where: \.isLasting) else {
      return []
    }
    return stage.activities.filter {
      $0.role == .check && $0.kind != .manual && $0.form == nil
        && $0.settings.comparison?.kind != .unchanged
    }
  }

  /// What is only looked at comes before the point of no return, all else of its step after it.
  private static func activities(of step: Step) -> [Activity] {
    var activities = order(of: step)
    guard let pivot = Activity(pivotOf: step) else { return activities }
    let first = activities.firstIndex { $0.role.mayWrite || $0.kind == .manual } ?? 0
    activities.insert(pivot, at: first)
    return activities
  }

  /// Baselines first, each precheck before its change, each check after a change.
  private static func order(of step: Step) -> [Activity] {
    let own = step.activities.filter(\.hasTurn)
    let baselines = own.filter { !$0.role.mayWrite && $0.settings.comparison?.kind == .unchanged }
      .map { $0.planned(as: .baseline) }
    guard let lastChange = own.lastIndex(where: { $0.role == .change }) else {
      return baselines + own
    }
    let firstChange = own.firstIndex { $0.role == .change } ?? lastChange
    var ordered: [Activity] = []
    for (index, activity) in own.enumerated() {
      let isEarlyCheck = activity.role == .check && index < firstChange
      guard !isEarlyCheck, activity.role != .precheck else { continue }
      ordered += own.filter { $0.role == .precheck && $0.subject == activity.id }
      ordered.append(activity)
      if index == lastChange {
        ordered += own[..<firstChange].filter { $0.role == .check }
      }
    }
    let orphans = own.filter { precheck in
      precheck.role == .precheck && !own.contains { $0.id == precheck.subject }
    }
    return orphans + baselines + ordered
  }
}

extension Activity {
  /// Whether it changes the world for longer than its own attempt.
  var isLasting: Bool { role == .change && kind != .manual && !settings.isDiscarded }

  /// A second or third form of an activity that the plan holds beside the activity itself.
  public enum Form: String, Hashable, Sendable {
    /// Looks at what must be unchanged before the step's first change.
    case baseline
    /// Looks at a check again at the final gate.
    case final
    /// Drops the invalid index that the activity left behind.
    case drop
    /// A person undoes what the document has no way back for.
    case undo
    /// Compares, after a rollback, with what was captured before.
    case restored
    /// A person passes the point of no return of the step before the at sign.
    case pivot

    /// The form that an id names; `nil` for the activity itself.
    init?(of id: String) {
      guard let at = id.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
      self.init(rawValue: String(id[id.index(after: at)...]))
    }
  }

  /// The question whether the run goes beyond the step's point of no return; `nil` where the step is
  /// none.
  fileprivate init?(pivotOf step: Step) {
    guard let line = step.pointOfNoReturn else { return nil }
    self = Activity(
      id: step.id, kind: .manual, role: .item, line: line,
      text: "This is the point of no return: from here the run only goes forward. Pass it?"
    ).planned(as: .pivot)
  }

  /// The same activity under the id of another form.
  func planned(as form: Form) -> Activity {
    var activity = self
    activity.id = "\(id)@\(form.rawValue)"
    return activity
  }

  /// Which form this is; `nil` for the activity itself.
  public var form: Form? { Form(of: id) }

  /// The id in the runbook.
  public var runbookID: String {
    guard form != nil, let at = id.utf8.lastIndex(of: UInt8(ascii: "@")) else { return id }
    return String(id[..<at])
  }

  /// Whether a rollback carries it out where it stands in a way back.
  var isCompensation: Bool { role == .rollback || hasTurn }

  /// Whether it has a turn of its own in its step or section.
  var hasTurn: Bool {
    switch role {
    case .change, .precheck, .check, .capture, .watch, .item: true
    case .probe, .rollback, .remedy, .preview, .expect, .example: false
    }
  }
}

extension [Activity] {
  /// The same without those whose id came before.
  fileprivate var uniqueByID: [Activity] {
    var seen: Set<String> = []
    return filter { seen.insert($0.id).inserted }
  }
}
