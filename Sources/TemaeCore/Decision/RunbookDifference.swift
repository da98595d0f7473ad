/// What another form of its runbook means to a run: which activities it adds, changes and removes,
/// and what stands against that.
///
/// An activity is the same one where its id is the same. It is changed where what it does, asks or
/// belongs to is not the same; the line that it stands on does not matter.
public struct RunbookDifference: Hashable, Sendable {
  /// What becomes of an activity.
  public enum Kind: String, Hashable, Sendable {
    case added, changed, removed
  }

  /// One activity that is not what it was.
  public struct Change: Hashable, Sendable {
    /// What becomes of it.
    public var kind: Kind
    /// The activity as it is then; one that is removed as it was.
    public var activity: Activity
    /// Whether it has a place in the plan; a block for a way back has none.
    public var isPlanned: Bool
    /// What the run knows of it; `nil` when that is nothing.
    public var state: ActivityState?
    /// Why it cannot be so; `nil` when nothing stands against it.
    public var obstacle: String?

    /// Whether something that a person or a check had said of it does not count any more.
    public var isVoid: Bool {
      guard let state, kind != .added else { return false }
      return state.phase.isResolved || state.phase == .refused || state.isConfirmed
    }
  }

  /// In the order of the new document's lines, what is removed last.
  public let changes: [Change]
  /// The ids of the plan's activities that are what they were.
  public let untouched: [String]

  /// Compares what a run has with what it would have.
  public init(from state: RunState, to runbook: Runbook) {
    let old = Form(of: state.runbook, plan: state.plan)
    let new = Form(of: runbook, plan: Plan(of: runbook))
    let states = Dictionary(
      state.activities.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var changes: [Change] = []
    for activity in new.activities {
      let isPlanned = new.isPlanned(activity.id)
      let known = isPlanned ? states[activity.id] : nil
      if let before = old.meaning(of: activity.id), old.isPlanned(activity.id) == isPlanned {
        guard before != new.meaning(of: activity.id) else { continue }
        let obstacle = known.flatMap { state.obstacle(to: $0) }
        changes.append(
          Change(
            kind: .changed, activity: activity, isPlanned: isPlanned, state: known,
            obstacle: obstacle))
      } else {
        changes.append(
          Change(
            kind: .added, activity: activity, isPlanned: isPlanned,
            state: state.retired.first { $0.id == activity.id },
            obstacle: isPlanned ? state.obstacle(toAdding: activity, in: new.plan) : nil))
      }
    }
    changes.sort { $0.activity.line < $1.activity.line }
    for activity in old.activities {
      let isPlanned = old.isPlanned(activity.id)
      let isLeft = new.meaning(of: activity.id) != nil
      guard !isLeft || new.isPlanned(activity.id) != isPlanned else { continue }
      let known = isPlanned ? states[activity.id] : nil
      changes.append(
        Change(
          kind: .removed, activity: activity, isPlanned: isPlanned, state: known,
          obstacle: known.flatMap { state.obstacle(to: $0) }))
    }
    self.changes = changes
    let touched = Set(changes.filter(\.isPlanned).map(\.activity.id))
    untouched = state.plan.activities.map(\.id).filter { !touched.contains($0) }
  }

  /// What stands against it.
  public var obstacles: [Change] { changes.filter { $0.obstacle != nil } }

  /// The ids of the plan's activities of which this becomes.
  func planned(_ kind: Kind) -> [String] {
    changes.filter { $0.kind == kind && $0.isPlanned }.map(\.activity.id)
  }

  /// The ids of those of which something was known that does not count any more.
  public var void: [String] { changes.filter(\.isVoid).map(\.activity.id) }

  /// Everything that a runbook holds, by what it means.
  private struct Form {
    /// What an activity does, wherever it stands.
    struct Meaning: Hashable {
      var activity: Activity
      var shell: String?
      var files: [PinnedFile]
    }

    let plan: Plan
    let activities: [Activity]
    private let meanings: [String: Meaning]
    private let planned: Set<String>

    init(of runbook: Runbook, plan: Plan) {
      self.plan = plan
      planned = Set(plan.activities.map(\.id))
      let steps = runbook.steps.flatMap(\.activities)
      let sections =
        runbook.remedies.flatMap(\.activities) + runbook.rollbackScopes.flatMap(\.activities)
      let rest = (steps + sections).filter { [planned] in !planned.contains($0.id) }
      activities = plan.activities + rest
      meanings = Dictionary(
        activities.map { ($0.id, Self.meaning(of: $0, in: runbook)) }, uniquingKeysWith: { $1 })
    }

    func meaning(of id: String) -> Meaning? { meanings[id] }

    func isPlanned(_ id: String) -> Bool { planned.contains(id) }

    private static func meaning(of activity: Activity, in runbook: Runbook) -> Meaning {
      var same = activity
      same.line = 0
      same.byHand = activity.byHand.map { _ in "" }
      let paths = activity.settings.includes + activity.settings.scripts
      return Meaning(
        activity: same,
        shell: activity.kind == .shell ? activity.settings.shell ?? runbook.settings.shell : nil,
        files: runbook.files.filter { paths.contains($0.path) })
    }
  }
}

extension RunState {
  /// Why an activity of the plan may be neither changed nor removed; `nil` when it may.
  ///
  /// What a person has answered and what a check has found is asked and looked at again. What was
  /// done, and what was looked at before something was done, is not.
  fileprivate func obstacle(to known: ActivityState) -> String? {
    switch known.phase {
    case .intended, .running: return "its attempt has not ended"
    case .unknown: return "its outcome is unknown, and has to be settled first"
    case .doneByHand: return "it was done by hand"
    case .pending, .failed, .refused, .skipped: return nil
    case .succeeded: break
    }
    guard let activity = definition(known.id) else { return nil }
    switch activity.role {
    case .item, .probe: return nil
    case .check: return activity.form == .baseline ? obstacle(toLookingBefore: activity) : nil
    case .precheck: return obstacle(toLookingBefore: activity)
    case .change, .capture, .watch, .rollback, .remedy, .preview, .expect, .example:
      return "it has succeeded"
    }
  }

  /// Why an activity may not come into the plan.
  fileprivate func obstacle(toAdding activity: Activity, in plan: Plan) -> String? {
    if added.contains(where: { $0.id == activity.id }) {
      return "a command that was typed in this run has that id"
    }
    guard activity.role == .precheck || activity.form == .baseline else { return nil }
    return obstacle(toLookingBefore: activity, in: plan)
  }

  private func obstacle(
    toLookingBefore activity: Activity, in other: Plan? = nil
  ) -> String? {
    let isBaseline = activity.form == .baseline
    let stage = (other ?? plan).stage(of: activity.id)?.activities ?? []
    let changes =
      isBaseline
      ? stage.filter { $0.role == .change }.map(\.id) : [activity.subject].compactMap(\.self)
    // A try that failed may have left something behind: a baseline of that is none.
    let late = changes.compactMap(self.activity).first { change in
      change.phase.isResolved || (isBaseline && change.attempts > 0)
    }
    return late.map { "it looks at what was there before \($0.id), whose turn has come" }
  }
}
