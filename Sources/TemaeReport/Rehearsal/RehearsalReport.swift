public import TemaeCore

/// What a rehearsal did and found.
public struct RehearsalReport: Hashable, Sendable {
  /// The runbook's title and digest.
  public var title: String, digest: Digest
  /// The database's key, and what the copy was made from, in words.
  public var database: String, origin: String
  /// What is not as on the server that the copy stands for, in words.
  public var remarks: [String]
  /// What is left out.
  public var left: [NotRehearsed]
  /// The way to the end and back.
  public var whole: RehearsalTurn
  /// The ways back from after each step before the last one, where they were asked for.
  public var turns: [RehearsalTurn]

  /// Makes a report from its parts.
  public init(
    title: String, digest: Digest, database: String, origin: String, remarks: [String],
    left: [NotRehearsed], whole: RehearsalTurn, turns: [RehearsalTurn]
  ) {
    self.title = title
    self.digest = digest
    self.database = database
    self.origin = origin
    self.remarks = remarks
    self.left = left
    self.whole = whole
    self.turns = turns
  }

  /// Whether all of it went as it should.
  public var isGood: Bool { ([whole] + turns).allSatisfy(\.isGood) }

  /// Whether every way forward came to its end.
  public var isForward: Bool { ([whole] + turns).allSatisfy { $0.forwardObstacle == nil } }

  /// What is kept of it for the real run.
  ///
  /// - Parameters:
  ///   - now: When it was over.
  ///   - person: Who rehearsed.
  ///   - document: The document's file name.
  ///   - files: The files that its blocks include or name.
  ///   - tool: The version of temae.
  /// - Returns: The record.
  public func record(
    at now: Instant, by person: Operator, document: String, files: [FileRecord], tool: String
  ) -> RehearsalRecord {
    RehearsalRecord(
      at: now, by: person, database: database, digest: digest, document: document,
      durations: whole.durations, files: files, isGood: isGood, left: left.map(\.activity),
      steps: whole.result.steps.map { .init(id: $0.id, verdict: $0.verdict.word) }, title: title,
      tool: tool,
      turns: (turns + [whole]).compactMap { turn in
        let last = turn.result.steps.last { $0.verdict.word != .notRehearsed }
        return (turn.step ?? last?.id).map {
          .init(step: $0, isUndone: turn.isGood, microseconds: turn.backMicroseconds)
        }
      })
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String { lines.text(style) }

  private var lines: [StyledLine] {
    let head = StyledLine("rehearsal of \(title) on a copy of \(database), \(origin)", .strong)
    let moved = whole.result.moved.map { StyledLine("  · sequence \($0)", .faint) }
    let steps = whole.result.steps.flatMap(\.lines)
    return [head] + steps + whole.findings + moved + turns.flatMap(\.lines) + leftLines
      + remarks.map { StyledLine("  ! \($0)", .warning) } + [verdict]
  }

  private var leftLines: [StyledLine] {
    guard !left.isEmpty else { return [] }
    return [StyledLine("  not rehearsed:", .warning)]
      + left.map { StyledLine("    \($0.activity) (line \($0.line)): \($0.words)", .warning) }
  }

  private var verdict: StyledLine {
    let times = whole.times + (left.isEmpty ? "" : "; \(left.count) not rehearsed")
    guard isGood else {
      return StyledLine("✗ the copy is not as it was, or did not come so far: \(times)", .bad)
    }
    return StyledLine("✓ the copy is as it was: \(times)", .good)
  }
}

extension RehearsalResult.Step {
  /// What was found of the step.
  var lines: [StyledLine] {
    let name = "step \(id)  \(title)"
    let time = TimeText.elapsed(microseconds)
    switch verdict {
    case .nothing: return [StyledLine("  – \(name): altered nothing, \(time)", .faint)]
    case .undone:
      let count = SizeText.counted(alteredCount, "object")
      return [StyledLine("  ✓ \(name): undone exactly, \(count), \(time)", .good)]
    case .differs(let differences):
      return [StyledLine("  ✗ \(name): undone, with differences, \(time)", .bad)]
        + differences.map(\.line)
    case .notUndone(let left, let differences):
      let words = left.allSatisfy(\.way.isImpossible) ? "cannot be undone" : "not undone"
      return [StyledLine("  ✗ \(name): \(words), \(time)", .bad)]
        + left.map { StyledLine("      \($0.activity): \($0.way.rehearsalWords)", .bad) }
        + differences.map(\.line)
    case .notRehearsed: return [StyledLine("  ○ \(name): not rehearsed", .warning)]
    }
  }
}

extension WayBack {
  fileprivate var isImpossible: Bool {
    if case .impossible = self { true } else { false }
  }
}

extension RehearsalDifference {
  fileprivate var line: StyledLine { StyledLine("      \(words)", .bad) }
}
