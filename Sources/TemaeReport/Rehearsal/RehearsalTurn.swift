public import TemaeCore

/// One way forward and back of a rehearsal, and what it found.
public struct RehearsalTurn: Hashable, Sendable {
  /// The step after which it turned back, and its title; `nil` where it went to the end.
  public var step: String?, title: String?
  /// Why the way forward, or the way back, did not come to its end; `nil` where it did.
  public var forwardObstacle: String?, backObstacle: String?
  /// How long both ways took, in microseconds.
  public var forwardMicroseconds: Int, backMicroseconds: Int
  /// What failed and what it said, in lines.
  public var failures: [String]
  /// How long each activity worked.
  public var durations: [RehearsalRecord.Duration]
  /// What was found.
  public var result: RehearsalResult
  /// Its journal, where it is kept.
  public var journal: String?

  /// Makes it from its parts.
  public init(
    step: String?, title: String?, forwardObstacle: String?, backObstacle: String?,
    forwardMicroseconds: Int, backMicroseconds: Int, failures: [String],
    durations: [RehearsalRecord.Duration], result: RehearsalResult
  ) {
    self.step = step
    self.title = title
    self.forwardObstacle = forwardObstacle
    self.backObstacle = backObstacle
    self.forwardMicroseconds = forwardMicroseconds
    self.backMicroseconds = backMicroseconds
    self.failures = failures
    self.durations = durations
    self.result = result
  }

  /// Whether it came to both of its ends, and the copy was as it had been.
  public var isGood: Bool {
    forwardObstacle == nil && backObstacle == nil && result.isUndone
  }
}

extension RehearsalTurn {
  /// How long both ways took, in words.
  var times: String {
    "forward in \(TimeText.elapsed(forwardMicroseconds)), back in "
      + TimeText.elapsed(backMicroseconds)
  }

  /// What is wrong, and where to look.
  var findings: [StyledLine] {
    let obstacles = [forwardObstacle, backObstacle].compactMap(\.self)
      .map { StyledLine("  ✗ \($0)", .bad) }
    let strange = result.strange.map { StyledLine("  ✗ the rollback altered \($0.words)", .bad) }
    let kept = journal.map { [StyledLine("  its journal is kept: \($0)", .faint)] } ?? []
    let failed = isGood ? [] : failures.map { StyledLine("  \($0)", .faint) }
    return obstacles + failed + strange + kept
  }

  /// A way back from the middle, in lines.
  var lines: [StyledLine] {
    let name = "from after step \(step ?? "")  \(title ?? "")"
    if isGood { return [StyledLine("  ✓ \(name): the copy is as it was, \(times)", .good)] }
    let bad = result.steps.filter { $0.verdict.word == .differs || $0.verdict.word == .notUndone }
    return [StyledLine("  ✗ \(name): \(times)", .bad)]
      + (bad.flatMap(\.lines) + findings).map { $0.indented(by: 4) }
  }

  /// The turn for programs.
  var value: JSONValue {
    [
      "step": JSONValue(step), "good": .boolean(isGood),
      "forwardMicroseconds": .integer(forwardMicroseconds),
      "backMicroseconds": .integer(backMicroseconds),
      "forwardObstacle": JSONValue(forwardObstacle), "backObstacle": JSONValue(backObstacle),
      "failures": .list(failures) { .string($0) },
      "steps": .list(result.steps) { $0.value },
      "strange": .list(result.strange) { .string($0.words) },
      "sequences": .list(result.moved) { .string($0) },
      "journal": JSONValue(journal),
    ]
  }
}
