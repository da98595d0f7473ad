public import TemaeCore

/// What a changed document means to a run: the difference of its texts, then of its activities.
public struct DifferenceReport {
  let state: RunState
  let runbook: Runbook
  let document: String
  let files: [FileChange]
  let difference: RunbookDifference
  /// Where each activity stands in the new plan, by the number of its stage.
  private let places: [String: Int]
  /// The number of the new plan's stage at which the run stands.
  private let current: Int

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - state: the run.
  ///   - runbook: the document as it compiles now.
  ///   - document: the document's path, for lines.
  ///   - files: what changed in the document and its files.
  public init(state: RunState, runbook: Runbook, document: String, files: [FileChange]) {
    self.state = state
    self.runbook = runbook
    self.document = document
    self.files = files
    difference = RunbookDifference(from: state, to: runbook)
    let stages = Plan(of: runbook).stages
    places = Dictionary(
      stages.enumerated().flatMap { number, stage in stage.activities.map { ($0.id, number) } },
      uniquingKeysWith: { first, _ in first })
    let phases = Dictionary(
      state.activities.map { ($0.id, $0.phase) }, uniquingKeysWith: { first, _ in first })
    let open = state.plan.stages.first { stage in
      stage.activities.contains { phases[$0.id]?.isResolved == false }
    }
    current = stages.firstIndex { $0.id == open?.id } ?? stages.count
  }

  /// The unified difference of the document and its files: what is journaled.
  public var textDifference: String { files.map(\.difference).joined() }

  /// What stands against the change, each with file and line; empty when nothing does.
  public var obstacles: [String] {
    difference.obstacles.map { change in
      "\(place(change)): \(change.activity.id) cannot be \(change.kind.rawValue): "
        + (change.obstacle ?? "")
    }
  }

  /// The report for people.
  ///
  /// - Parameters:
  ///   - style: how text looks.
  ///   - limit: how many lines of the texts' difference are shown; by default all.
  /// - Returns: the difference of the texts, then of the activities.
  public func text(_ style: TextStyle, limit: Int = .max) -> String {
    (Self.painted(textDifference, limit) + meaning).text(style)
  }

  /// The difference of texts alone, for a document that cannot be compiled or is gone.
  public static func text(of files: [FileChange], _ style: TextStyle, limit: Int) -> String {
    painted(files.map(\.difference).joined(), limit).text(style)
  }

  /// A unified difference with its lines painted.
  private static func painted(_ difference: String, _ limit: Int) -> [StyledLine] {
    [StyledLine](block: difference, indent: 0, limit: limit).map { line in
      let text = line.spans.map(\.text).joined()
      let tone: Tone =
        switch text.first {
        case "+": .good
        case "-": .bad
        case "@": .active
        default: .plain
        }
      return StyledLine(text, tone)
    }
  }

  private var meaning: [StyledLine] {
    let counts = [
      count(.added), count(.changed), count(.removed), "\(difference.untouched.count) untouched",
    ]
    let title = StyledLine("what it means to \(state.opened?.name ?? state.run)", .strong)
    let rows = difference.changes.map { change in
      [
        mark(change.kind).line, StyledLine(change.activity.id, .strong),
        StyledLine(place(change), .faint), effect(of: change),
      ]
    }
    return [title, StyledLine("  activities: \(counts.joined(separator: ", "))")]
      + TextTable(rows: rows, indent: 2).lines
  }

  private func count(_ kind: RunbookDifference.Kind) -> String {
    "\(difference.changes.count { $0.kind == kind }) \(kind.rawValue)"
  }

  private func mark(_ kind: RunbookDifference.Kind) -> StateMark {
    switch kind {
    case .added: StateMark(glyph: "+", word: "added", tone: .good)
    case .changed: StateMark(glyph: "Δ", word: "changed", tone: .warning)
    case .removed: StateMark(glyph: "−", word: "removed", tone: .bad)
    }
  }

  /// The line in the document as it is now; of what is removed, the line that it had.
  private func place(_ change: RunbookDifference.Change) -> String {
    let was = change.kind == .removed ? " (as it was)" : ""
    return "\(document):\(change.activity.line)\(was)"
  }

  private func effect(of change: RunbookDifference.Change) -> StyledLine {
    if let obstacle = change.obstacle { return StyledLine("not possible: \(obstacle)", .bad) }
    guard change.isPlanned else { return StyledLine("it has no turn of its own", .faint) }
    switch change.kind {
    case .added:
      let isPassed = places[change.activity.id].map { $0 < current } ?? false
      return StyledLine(isPassed ? "its step has been passed: it is next" : "at its turn")
    case .removed:
      if change.state?.phase == .failed {
        return StyledLine("failed; what it may have done stays done", .warning)
      }
      return StyledLine(change.isVoid ? "what was said of it is void" : "it is not done")
    case .changed: return effect(ofChanging: change)
    }
  }

  private func effect(ofChanging change: RunbookDifference.Change) -> StyledLine {
    guard let known = change.state else { return "at its turn" }
    switch known.phase {
    case .failed:
      return StyledLine(
        "failed; tried anew as attempt \(known.attempts + 1), on what the failed one left", .warning
      )
    case .refused: return StyledLine("the answer no is void: asked anew", .warning)
    case .skipped: return StyledLine("that it was skipped is void: it is next", .warning)
    case .succeeded:
      let again =
        change.activity.kind == .manual ? "answer is void: asked" : "result is void: looked at"
      return StyledLine("its \(again) again", .warning)
    case .pending, .intended, .running, .unknown, .doneByHand:
      return known.isConfirmed
        ? StyledLine("that it may run is void: asked again", .warning) : "at its turn"
    }
  }
}
