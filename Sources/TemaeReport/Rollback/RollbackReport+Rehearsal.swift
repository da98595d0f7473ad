import TemaeCore

extension RollbackReport {
  /// What rehearsing an activity's way back showed.
  func rehearsalLines(of item: RollbackPlan.Item) -> [StyledLine] {
    guard let rehearsal = plan.rehearsal, rehearsal.fits, !item.blocks.isEmpty else { return [] }
    let step = rehearsal.record.steps.first { $0.id == item.step }
    let words = step.map { "step \($0.id) \($0.verdict.words)" }
    let time = plan.expectedSeconds(of: item).map { "took \(TimeText.elapsed($0 * 1_000_000))" }
    guard words != nil || time != nil else { return [] }
    let text = [time, words].compactMap(\.self).joined(separator: "; ")
    let isGood = step.map { $0.verdict == .undone || $0.verdict == .nothing } ?? true
    return [StyledLine("      rehearsed: \(text)", isGood ? .faint : .warning)]
  }

  /// How long all of it took when it was rehearsed, in words.
  var rehearsedText: String {
    guard let rehearsal = plan.rehearsal else { return "not known: nothing has been rehearsed" }
    guard rehearsal.fits else { return "not known: what was rehearsed has changed" }
    guard let seconds = plan.expectedSeconds else {
      return "not known: not all of it has been rehearsed"
    }
    return "\(TimeText.elapsed(seconds * 1_000_000)) when it was rehearsed"
  }
}

extension RollbackPlan.Rehearsal {
  /// What it came to, and whether it still counts.
  var text: String {
    guard fits else {
      return
        "\(record.summary); since then \(changes.joined(separator: ", ")) changed: rehearse again"
    }
    return record.summary
  }

  /// How it is to be taken.
  var tone: Tone { fits && record.isGood ? .plain : .warning }

  /// The same for programs.
  var value: JSONValue {
    [
      "at": .string(record.at.description), "database": .string(record.database),
      "digest": .string(record.digest.hex), "good": .boolean(record.isGood),
      "changed": .list(changes) { .string($0) }, "left": .list(record.left) { .string($0) },
      "steps": .list(record.steps) {
        ["id": .string($0.id), "verdict": .string($0.verdict.rawValue)]
      },
    ]
  }
}

extension RehearsalRecord {
  /// When it was, on what, and what came of it, in words.
  var summary: String {
    let left = self.left.isEmpty ? "" : ", \(self.left.count) left out"
    let end = isGood ? "the copy was as before" : "the copy was not as before"
    return "\(TimeText.dayAndWall(at)) on a copy of \(database): \(end)\(left)"
  }
}

extension RehearsalVerdict {
  /// What was found of a step, in words.
  var words: String {
    switch self {
    case .nothing: "altered nothing"
    case .undone: "was undone exactly"
    case .differs: "was undone, with differences"
    case .notUndone: "was not undone"
    case .notRehearsed: "was not rehearsed"
    }
  }
}
