import TemaeCore

extension RehearsalReport {
  /// The report for programs, two spaces a level.
  public func json() -> String {
    let value: JSONValue = [
      "title": .string(title), "digest": .string(digest.hex), "database": .string(database),
      "origin": .string(origin), "good": .boolean(isGood), "whole": whole.value,
      "turns": .list(turns, \.value),
      "notRehearsed": .list(left) {
        [
          "activity": .string($0.activity), "line": .integer($0.line), "reason": .string($0.words),
        ]
      },
      "remarks": .list(remarks) { .string($0) },
    ]
    return value.pretty
  }
}

extension RehearsalResult.Step {
  /// The step for programs.
  var value: JSONValue {
    var left: [RehearsalResult.Left] = []
    var differences: [RehearsalDifference] = []
    switch verdict {
    case .nothing, .undone, .notRehearsed: break
    case .differs(let found): differences = found
    case .notUndone(let activities, let found): (left, differences) = (activities, found)
    }
    return [
      "id": .string(id), "title": .string(title), "verdict": .string(verdict.word.rawValue),
      "microseconds": .integer(microseconds), "altered": .integer(alteredCount),
      "left": .list(left) {
        ["activity": .string($0.activity), "reason": .string($0.way.rehearsalWords)]
      },
      "differences": .list(differences) {
        ["object": .string($0.object), "text": .string($0.words)]
      },
    ]
  }
}

extension WayBack {
  /// Why an activity was not undone in a rehearsal.
  var rehearsalWords: String {
    switch self {
    case .impossible(let obstacle): obstacle.words
    case .covered(let step, _): "the document counts on the backup of step \(step)"
    case .settleFirst: "its outcome is not known"
    case .blocks, .together: "its way back did not come to its end"
    case .noEffect, .notNeeded, .answer, .tidied, .undone, .undoneByHand, .kept: "it is undone"
    }
  }
}
