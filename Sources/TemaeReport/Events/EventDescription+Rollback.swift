import TemaeCore

extension EventDescription {
  /// What a person has rolled back.
  init(started data: RollbackStarted) {
    self.init(StateMark(glyph: "↶", word: "rolls back", tone: .warning), nil, data.words)
    reason = data.reason
  }

  /// What is undone, and what is left to a person.
  init(planned data: RollbackPlanned) {
    let left = data.left > 0 ? ", \(data.left) without a way back that temae could carry out" : ""
    self.init(.fact("planned"), nil, "\(countedActivities(data.compensated)) to be undone\(left)")
  }

  /// How a rollback ended.
  init(completed data: RollbackCompleted) {
    self.init(StateMark(.rolledBack), nil, data.words)
  }
}

extension RollbackStarted {
  /// How far it goes back, and by what.
  var words: String {
    var words = scope.map { "by the document's \($0)" } ?? "everything that took effect"
    if let upTo { words = "to the end of step \(upTo)" }
    return keepsGoing ? "\(words); goes on where something cannot be undone" : words
  }
}

extension RollbackCompleted {
  /// Whether all is as it was.
  var words: String {
    if isWhole { return "all of it is undone" }
    var parts: [String] = []
    if left > 0 { parts.append("\(countedActivities(left)) not undone") }
    if differing > 0 { parts.append("\(counted(differing, "value")) not as captured before") }
    return parts.joined(separator: ", ")
  }
}

private func countedActivities(_ number: Int) -> String {
  "\(number) \(number == 1 ? "activity" : "activities")"
}
