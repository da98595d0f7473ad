/// What of a runbook can be carried out on a copy of one of its databases, without reaching anything
/// else.
///
/// Only SQL and shell blocks that name the database are in it, those whose fence says `rehearse`, and
/// items that somebody has answered beforehand. What is left out is listed, so that nobody takes a
/// rehearsal for more than it was.
public struct RehearsedRunbook: Hashable, Sendable {
  /// The runbook without what is left out.
  ///
  /// Its digest is the document's.
  public private(set) var runbook: Runbook
  /// What is left out, in the order of the document.
  public let left: [NotRehearsed]
  /// The parts of the whole runbook that may alter something, in their order.
  public let altering: [Plan.Stage]

  /// Takes the part of a runbook that works on one database.
  ///
  /// - Parameters:
  ///   - runbook: The runbook.
  ///   - database: The database's key in the front matter.
  ///   - answered: What a person does, and the answer is known.
  public init(of runbook: Runbook, on database: String, answered: Set<String> = []) {
    var reasons: [String: NotRehearsed.Reason] = [:]
    let all = runbook.everyActivity
    for activity in all where !(activity.kind == .manual && answered.contains(activity.id)) {
      if let reason = Self.reason(activity, database) { reasons[activity.id] = reason }
    }
    altering = Plan(of: runbook).stages.filter { $0.activities.contains(where: \.role.mayWrite) }
    Self.addDependents(of: all, to: &reasons)
    left = all.compactMap { activity in
      reasons[activity.id].map {
        NotRehearsed(activity: activity.id, line: activity.line, reason: $0)
      }
    }
    self.runbook = runbook
    self.runbook.mapActivities { activities in
      activities.filter { reasons[$0.id] == nil }.map { activity in
        var activity = activity
        activity.settings.isConfirmed = false
        return activity
      }
    }
    // A rehearsal goes back from everywhere.
    for phase in self.runbook.phases.indices {
      for step in self.runbook.phases[phase].steps.indices {
        self.runbook.phases[phase].steps[step].pointOfNoReturn = nil
      }
    }
    // Nobody is told of a rehearsal, and the copy is neither on that host nor of that name.
    self.runbook.announcements = []
    for place in self.runbook.settings.databases.indices {
      self.runbook.settings.databases[place].expectedDatabase = nil
      self.runbook.settings.databases[place].expectedHost = nil
    }
  }

  /// Whether anything of it runs without a person.
  public var hasBlocks: Bool {
    Plan(of: runbook).stages.flatMap(\.activities).contains { $0.kind != .manual }
  }

  private static func reason(_ activity: Activity, _ database: String) -> NotRehearsed.Reason? {
    switch activity.kind {
    case .manual: return .person
    case .shell, .sql:
      let key = activity.settings.database
      if let key, key != database { return .elsewhere(database: key) }
      if let scratch = activity.settings.schema?.scratch { return .elsewhere(database: scratch) }
      if activity.settings.isRehearsed == true { return nil }
      guard key != nil else { return .unpinned }
      return ServerAddress.isNamed(in: activity.text) ? .address : nil
    }
  }

  /// What means nothing without something that is left out.
  private static func addDependents(
    of all: [Activity], to reasons: inout [String: NotRehearsed.Reason]
  ) {
    var isComplete = false
    while !isComplete {
      isComplete = true
      let captured = Set(
        all.filter { reasons[$0.id] == nil }.compactMap(\.settings.capture))
      for activity in all where reasons[activity.id] == nil {
        guard let reason = dependence(of: activity, reasons, captured) else { continue }
        reasons[activity.id] = reason
        isComplete = false
      }
    }
  }

  private static func dependence(
    of activity: Activity, _ reasons: [String: NotRehearsed.Reason], _ captured: Set<String>
  ) -> NotRehearsed.Reason? {
    if let subject = activity.subject, reasons[subject] != nil { return .belongs(to: subject) }
    guard let comparison = activity.settings.comparison, comparison.isCaptured,
      !captured.contains(comparison.operand)
    else { return nil }
    return .compares(value: comparison.operand)
  }
}

extension Runbook {
  /// All activities, in sections too.
  public var everyActivity: [Activity] {
    prerequisites.flatMap(\.activities) + steps.flatMap(\.activities)
      + successCriteria.flatMap(\.activities) + remedies.flatMap(\.activities)
      + rollbackScopes.flatMap(\.activities)
  }

  fileprivate mutating func mapActivities(_ map: ([Activity]) -> [Activity]) {
    for place in prerequisites.indices {
      prerequisites[place].activities = map(prerequisites[place].activities)
    }
    for phase in phases.indices {
      for step in phases[phase].steps.indices {
        phases[phase].steps[step].activities = map(phases[phase].steps[step].activities)
      }
    }
    for place in successCriteria.indices {
      successCriteria[place].activities = map(successCriteria[place].activities)
    }
    for place in remedies.indices { remedies[place].activities = map(remedies[place].activities) }
    for place in rollbackScopes.indices {
      rollbackScopes[place].activities = map(rollbackScopes[place].activities)
    }
  }
}
