import TemaeCore

/// Ids: they need the whole document.
extension DocumentReader {
  mutating func numberSteps() {
    var counts: [String: Int] = [:]
    for step in phases.flatMap(\.steps) {
      if let number = step.number { counts[number, default: 0] += 1 }
    }
    var phaseIDs: Set<String> = []
    var stepIDs: [String: Int] = [:]
    for phase in phases {
      let title = phase.heading?.title ?? runbook.title
      let id = Self.unique(phase.heading?.number ?? PlainText.slug(title), &phaseIDs)
      var compiled = Phase(
        id: id, title: title, from: phase.heading?.from, to: phase.heading?.to,
        line: phase.heading?.line ?? 1)
      checkSiblings(phase)
      for draft in phase.steps {
        let stepID = self.id(of: draft, in: id, counts, stepIDs)
        if let first = stepIDs.updateValue(draft.step.line, forKey: stepID),
          !isReported(draft, phase)
        {
          report(.error, draft.step.line, 1, "the step id \(stepID) is taken by line \(first)")
        }
        compiled.steps.append(compile(draft, stepID))
      }
      runbook.phases.append(compiled)
    }
    checkNeeds()
    readScopeFacts()
  }

  private static func unique(_ wish: String, _ taken: inout Set<String>) -> String {
    var id = wish
    var count = 1
    while !taken.insert(id).inserted {
      count += 1
      id = "\(wish)-\(count)"
    }
    return id
  }

  /// The number where it is unique in the document, else `phase.step`; a slug where there is none.
  private func id(
    of draft: StepDraft, in phase: String, _ counts: [String: Int], _ taken: [String: Int]
  ) -> String {
    if let number = draft.number {
      return counts[number] == 1 ? number : "\(phase).\(number)"
    }
    let slug = PlainText.slug(draft.step.title)
    var id = slug
    var count = 1
    while taken[id] != nil || counts[id] != nil {
      count += 1
      id = "\(slug)-\(count)"
    }
    return id
  }

  /// A repeated number is an error only among siblings.
  private mutating func checkSiblings(_ phase: PhaseDraft) {
    var lines: [String: Int] = [:]
    for draft in phase.steps {
      guard let number = draft.number else { continue }
      if let first = lines.updateValue(draft.step.line, forKey: number) {
        report(
          .error, draft.step.line, 1, "step \(number) is already on line \(first)",
          remedy: "give each step of a phase a number of its own")
      }
    }
  }

  private func isReported(_ draft: StepDraft, _ phase: PhaseDraft) -> Bool {
    phase.steps.count { $0.number != nil && $0.number == draft.number } > 1
  }

  /// Gives a step its id, and its ways back and remedies their places.
  private mutating func compile(_ draft: StepDraft, _ id: String) -> Step {
    var step = draft.step
    step.id = id
    for entry in draft.entries {
      var activity = entry.activity
      activity.id = "\(id)/\(activity.id)"
      activity.subject = activity.subject.map { "\(id)/\($0)" }
      if entry.place == .rollback || activity.role == .rollback {
        addScope(activity, entry, step)
      } else if entry.place == .remedy || activity.role == .remedy {
        addRemedy(activity, entry, step)
      } else {
        step.activities.append(activity)
      }
    }
    for scope in draft.scopes {
      var scope = scope
      scope.step = id
      for index in scope.activities.indices {
        scope.activities[index].subject = scope.activities[index].subject.map { "\(id)/\($0)" }
      }
      runbook.rollbackScopes.append(scope)
    }
    checkProbes(step)
    return step
  }

  private mutating func addScope(_ activity: Activity, _ entry: StepDraft.Entry, _ step: Step) {
    let line = entry.heading?.line ?? step.line
    let last = runbook.rollbackScopes.count - 1
    if last >= 0, runbook.rollbackScopes[last].step == step.id,
      runbook.rollbackScopes[last].line == line
    {
      runbook.rollbackScopes[last].activities.append(activity)
      return
    }
    let title = entry.heading?.title ?? step.title
    runbook.rollbackScopes.append(
      RollbackScope(title: title, line: line, step: step.id, activities: [activity]))
  }

  private mutating func addRemedy(_ activity: Activity, _ entry: StepDraft.Entry, _ step: Step) {
    let line = entry.heading?.line ?? step.line
    let last = runbook.remedies.count - 1
    if last >= 0, runbook.remedies[last].step == step.id, runbook.remedies[last].line == line {
      runbook.remedies[last].activities.append(activity)
      return
    }
    let title = entry.heading?.title ?? step.title
    runbook.remedies.append(
      Remedy(title: title, line: line, step: step.id, activities: [activity]))
  }

  /// What has no marker and no probe could never be settled after a crash.
  private mutating func checkProbes(_ step: Step) {
    for activity in step.activities
    where activity.kind == .sql && activity.role.mayWrite {
      let settings = activity.settings
      guard settings.isOutsideTransaction || settings.ownTransactions != nil else { continue }
      let hasProbe = step.activities.contains { $0.role == .probe && $0.subject == activity.id }
      guard !hasProbe, activity.concurrentIndex == nil else { continue }
      report(
        .error, activity.line, 1,
        "\(settings.isOutsideTransaction ? "no-tx" : "own-tx") needs a probe: after a crash nothing else tells its outcome",
        remedy:
          "add a block {.probe db=\(activity.settings.database ?? "NAME") equals=…} to the step")
    }
  }

  private mutating func checkNeeds() {
    var earlier: Set<String> = []
    for step in runbook.steps {
      for need in step.needs where !earlier.contains(need) {
        let isKnown = runbook.step(need) != nil
        report(
          .error, step.line, 1,
          isKnown
            ? "step \(step.id) needs step \(need), which does not come before it"
            : "step \(step.id) needs step \(need), which does not exist")
      }
      checkCover(of: step, among: earlier)
      earlier.insert(step.id)
    }
  }

  /// A backup that is never taken, or taken afterwards, covers nothing.
  private mutating func checkCover(of step: Step, among earlier: Set<String>) {
    guard let undo = step.undo, undo.lowercased().hasPrefix("covered by step ") else { return }
    let cover = PlainText.trimmed(String(undo.dropFirst(16)))
    guard !earlier.contains(cover) else { return }
    let isKnown = runbook.step(cover) != nil
    report(
      .error, step.line, 1,
      isKnown
        ? "step \(step.id) is covered by step \(cover), which does not come before it"
        : "step \(step.id) is covered by step \(cover), which does not exist")
  }

  /// Every `@name` of a comparison is captured somewhere.
  mutating func checkReferences() {
    for (name, line) in references where !captured.contains(name) {
      report(.error, line, 1, "no block captures @\(name)", remedy: "add capture=\(name) to one")
    }
  }
}
