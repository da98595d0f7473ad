public import TemaeCore

/// What a rehearsal did and found.
public struct RehearsalReport: Hashable, Sendable {
  /// The runbook's title and digest.
  public var title: String, digest: Digest
  /// Which backup the copy was restored from, and when that was taken.
  public var backup: String, takenAt: Instant
  /// What is not as on the server that was backed up, in words.
  public var remarks: [String]
  /// What is left out.
  public var left: [NotRehearsed]
  /// Why the way forward, or the way back, did not come to its end; `nil` where it did.
  public var forwardObstacle: String?, backObstacle: String?
  /// How long both ways took, in microseconds.
  public var forwardMicroseconds: Int, backMicroseconds: Int
  /// What was found.
  public var result: RehearsalResult
  /// The rehearsal's journal, where it is kept.
  public var journal: String?

  /// Makes a report from its parts.
  public init(
    title: String, digest: Digest, backup: String, takenAt: Instant, remarks: [String],
    left: [NotRehearsed], forwardObstacle: String?, backObstacle: String?,
    forwardMicroseconds: Int, backMicroseconds: Int, result: RehearsalResult, journal: String?
  ) {
    self.title = title
    self.digest = digest
    self.backup = backup
    self.takenAt = takenAt
    self.remarks = remarks
    self.left = left
    self.forwardObstacle = forwardObstacle
    self.backObstacle = backObstacle
    self.forwardMicroseconds = forwardMicroseconds
    self.backMicroseconds = backMicroseconds
    self.result = result
    self.journal = journal
  }

  /// Whether all of it went as it should.
  public var isGood: Bool {
    forwardObstacle == nil && backObstacle == nil && result.isUndone
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String { lines.text(style) }

  private var lines: [StyledLine] {
    let head = StyledLine("rehearsal of \(title) on a copy from \(backup)", .strong)
    let obstacles = [forwardObstacle, backObstacle].compactMap(\.self)
      .map { StyledLine("  ✗ \($0)", .bad) }
    let strange = result.strange.map {
      StyledLine("  ✗ the rollback altered \($0.words)", .bad)
    }
    let moved = result.moved.map { StyledLine("  · sequence \($0)", .faint) }
    let kept = journal.map { StyledLine("  its journal is kept: \($0)", .faint) }
    return [head] + result.steps.flatMap(\.lines) + obstacles + strange + moved + leftLines
      + remarks.map { StyledLine("  ! \($0)", .warning) } + [verdict] + (kept.map { [$0] } ?? [])
  }

  private var leftLines: [StyledLine] {
    guard !left.isEmpty else { return [] }
    return [StyledLine("  not rehearsed:", .warning)]
      + left.map { StyledLine("    \($0.activity) (line \($0.line)): \($0.words)", .warning) }
  }

  private var verdict: StyledLine {
    let times =
      "forward in \(TimeText.elapsed(forwardMicroseconds)), back in "
      + TimeText.elapsed(backMicroseconds)
    let scope = left.isEmpty ? "" : "; \(left.count) not rehearsed"
    guard isGood else {
      return StyledLine(
        "✗ the copy is not as it was, or did not come so far: \(times)\(scope)", .bad)
    }
    return StyledLine("✓ the copy is as it was: \(times)\(scope)", .good)
  }
}

extension RehearsalResult.Step {
  fileprivate var lines: [StyledLine] {
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
      return [StyledLine("  ✗ \(name): not undone, \(time)", .bad)]
        + left.map { StyledLine("      \($0.activity): \($0.way.rehearsalWords)", .bad) }
        + differences.map(\.line)
    }
  }
}

extension RehearsalDifference {
  fileprivate var line: StyledLine { StyledLine("      \(words)", .bad) }
}
