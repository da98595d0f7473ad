/// What a document says about undoing its activities.
struct WaysBack {
  /// The blocks that stand below a change and undo it.
  private var fences: [String: [Activity]] = [:]
  /// The sections that undo a step as a whole.
  private var sections: [String: [RollbackScope]] = [:]
  private var facts: [String: UndoFact] = [:]
  private let chosen: RollbackScope?

  init(of runbook: Runbook, chosen: RollbackScope?) {
    self.chosen = chosen
    let lines = Dictionary(
      runbook.steps.map { ($0.id, $0.line) }, uniquingKeysWith: { first, _ in first })
    for step in runbook.steps { facts[step.id] = step.undo.flatMap(UndoFact.init) }
    for scope in runbook.rollbackScopes {
      guard let step = scope.step else { continue }
      let isSection = scope.line != lines[step]
      let isOwn = { (activity: Activity) in
        !isSection && activity.role == .rollback && activity.subject != nil
      }
      for activity in scope.activities where isOwn(activity) {
        fences[activity.subject ?? "", default: []].append(activity)
      }
      var rest = scope
      rest.activities.removeAll(where: isOwn)
      let undoes = rest.activities.contains { $0.role == .rollback || $0.role == .item }
      if undoes { sections[step, default: []].append(rest) }
    }
  }

  /// The blocks of an activity's own.
  func fences(of activity: String) -> [Activity]? { fences[activity] }

  /// The sections for a step: the chosen one, where one of them was chosen.
  func sections(of step: String) -> [RollbackScope] {
    let all = sections[step] ?? []
    guard let chosen, chosen.step == step else { return all }
    let found = all.filter { $0.line == chosen.line }
    return found.isEmpty ? all : found
  }

  func fact(of step: String) -> UndoFact? { facts[step] }

  /// The steps whose backups the document counts on.
  var covering: Set<String> {
    Set(
      facts.values.compactMap { fact in
        if case .covered(let step) = fact { step } else { nil }
      })
  }
}
