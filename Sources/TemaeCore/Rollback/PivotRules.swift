/// What a document that names a point of no return should not have.
///
/// Before it everything can be undone in the time that is left; after it nothing is.
struct PivotRules {
  private let runbook: Runbook
  private let pivot: Step
  /// The steps that come before it.
  private let earlier: Set<String>

  /// Looks at a document; `nil` where it names no point of no return.
  init?(of runbook: Runbook) {
    let steps = runbook.steps
    guard let place = steps.firstIndex(where: { $0.pointOfNoReturn != nil }) else { return nil }
    self.runbook = runbook
    pivot = steps[place]
    earlier = Set(steps[..<place].map(\.id))
  }

  var findings: [Diagnostic] { seconds + withoutUndo + neverUndone + tooLong }

  private func warning(_ line: Int, _ message: String, _ remedy: String) -> Diagnostic {
    Diagnostic(.warning, line: line, message, remedy: remedy)
  }

  /// A second point of no return would never be one.
  private var seconds: [Diagnostic] {
    runbook.steps.filter { $0.id != pivot.id }.compactMap { step in
      step.pointOfNoReturn.map { line in
        Diagnostic(
          .error, line: line,
          "step \(step.id) is a second point of no return, after step "
            + "\(pivot.id)", remedy: "name the first only")
      }
    }
  }

  private var items: [RollbackPlan.Item] {
    RollbackPlan(of: runbook).items.filter { $0.step.map(earlier.contains) == true }
  }

  private var withoutUndo: [Diagnostic] {
    let changes = runbook.steps.flatMap(\.activities).filter { $0.role == .change }
    return items.filter { $0.verdict == .irreversible }.compactMap { item in
      changes.first { $0.id == item.activity }.map { change in
        warning(
          change.line,
          "\(change.id) has no way back, and comes before the point of no return in step "
            + "\(pivot.id)",
          "write down how it is undone, or name the point of no return before it")
      }
    }
  }

  private var neverUndone: [Diagnostic] {
    let scopes = runbook.rollbackScopes.filter { scope in
      scope.step.map { !earlier.contains($0) } ?? false
    }
    return scopes.flatMap(\.activities).filter { $0.role == .rollback }.map { block in
      warning(
        block.line,
        "\(block.id) undoes what comes after the point of no return in step \(pivot.id): it does "
          + "not run",
        "leave it out, or name the point of no return later")
    }
  }

  private var tooLong: [Diagnostic] {
    guard let line = pivot.pointOfNoReturn, let from = pivot.offset, let end else { return [] }
    let limits = items.flatMap(\.blocks).map(\.settings.timeoutSeconds)
    let known = limits.compactMap(\.self)
    let left = end - from * 60
    guard known.count == limits.count, known.reduce(0, +) > left else { return [] }
    return [
      warning(
        line,
        "the blocks that undo what comes before it may take \(known.reduce(0, +)) s, and the plan "
          + "ends \(left) s after it",
        "name it earlier, or lower their timeout=")
    ]
  }

  /// When the last step with a mark is over, in seconds from T.
  private var end: Int? {
    runbook.steps.compactMap { step in
      step.offset.map { max($0 * 60 + (step.budgetSeconds ?? 0), (step.until ?? $0) * 60) }
    }.max()
  }
}

extension Runbook {
  /// What is wrong with the place of its point of no return, as far as the document alone tells.
  public var pivotFindings: [Diagnostic] { PivotRules(of: self)?.findings ?? [] }
}
