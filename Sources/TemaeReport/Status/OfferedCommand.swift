import TemaeCore

/// A command that a person can type now, and what it does.
struct OfferedCommand: Hashable {
  /// The command as it is typed.
  var command: String
  /// What it does.
  var meaning: String

  init(_ words: [String], _ meaning: String) {
    command = (["temae"] + words).joined(separator: " ")
    self.meaning = meaning
  }
}

extension [OfferedCommand] {
  /// What can be done about a run at an instant, most urgent first.
  ///
  /// - Parameters:
  ///   - state: the run's state.
  ///   - now: the instant.
  ///   - hasHolder: whether a driver holds the run.
  init(for state: RunState, at now: Instant, hasHolder: Bool) {
    let name = ShellWord.quoted(state.opened?.name ?? state.run)
    guard !state.status.isEnded else {
      self = [
        OfferedCommand(["timeline", name], "planned against actual"),
        OfferedCommand(["audit", name], "who did what, when, and why"),
      ]
      return
    }
    let run = ["--run", name]
    self.init(answering: state, at: now)
    if !hasHolder {
      append(OfferedCommand(["resume", name], "drives the run on, and asks where it must"))
    } else if state.status == .open {
      append(OfferedCommand(["pause"] + run, "stops before the next activity"))
    }
    if !state.isRollingBack, !hasHolder {
      append(OfferedCommand(["rollback", name, "--plan"], "what there is to undo, and how"))
    }
    append(OfferedCommand(["note", "TEXT"] + run, "writes something down"))
    append(
      OfferedCommand(["abort"] + run + ["--reason", "TEXT"], "ends the run for good"))
  }

  /// What answers the questions that are open at an instant.
  init(answering state: RunState, at now: Instant) {
    let run = ["--run", ShellWord.quoted(state.opened?.name ?? state.run)]
    self = state.activities.flatMap { Self.commands(for: $0, state, run) }
    if let question = state.openQuestion(at: now) {
      let isPivot = state.definition(question.subject)?.form == .pivot
      self += isPivot ? Self.pivot(question.subject, run) : Self.commands(for: question, run)
    }
  }

  /// What can be done about one activity that needs a person.
  private static func commands(
    for activity: ActivityState, _ state: RunState, _ run: [String]
  ) -> [OfferedCommand] {
    let id = ShellWord.quoted(activity.id)
    let reason = ["--reason", "TEXT"] + run
    guard activity.descendants == nil else {
      return [
        OfferedCommand(["answer", id, "end"] + reason, "ends what it left at work"),
        OfferedCommand(["answer", id, "proceed"] + reason, "goes on beside it"),
      ]
    }
    switch activity.phase {
    case .unknown:
      return [
        OfferedCommand(["settle", id, "--done"] + reason, "it took effect"),
        OfferedCommand(["settle", id, "--again"] + reason, "it did not; it is tried again"),
        OfferedCommand(["settle", id, "--failed"] + reason, "it failed"),
      ]
    case .failed:
      let isUndoing = state.isRollingBack && state.belongsToRollback(activity.id)
      guard state.plan.stage(of: activity.id) != nil || isUndoing, !state.isRollingBack || isUndoing
      else { return [] }
      return [OfferedCommand(["answer", id, "retry"] + run, "tries it again")]
        + remedies(for: activity.id, state, run) + [
          OfferedCommand(["settle", id, "--done"] + reason, "it was done by hand"),
          OfferedCommand(["skip", id] + reason, "leaves it undone"),
        ]
        + (isUndoing
          ? []
          : [OfferedCommand(["amend"] + reason, "takes in the document as it is corrected")]) + [
          OfferedCommand(
            ["do"] + reason + ["--", "COMMAND"], "runs what the document does not have")
        ]
    case .refused where state.definition(activity.id)?.form == .pivot:
      return [OfferedCommand(["answer", id, "yes"] + run, "passes it: only forward from here")]
    case .refused:
      return [
        OfferedCommand(["answer", id, "yes"] + run, "it is so after all"),
        OfferedCommand(["skip", id] + reason, "leaves it undone"),
      ]
    case .pending, .intended, .running, .succeeded, .skipped, .doneByHand: return []
    }
  }

  private static func remedies(
    for activity: String, _ state: RunState, _ run: [String]
  ) -> [OfferedCommand] {
    state.remedies(for: activity).map { remedy in
      if remedy.form == .drop {
        let index = state.leftovers(of: activity).first?.name ?? ""
        return OfferedCommand(
          ["answer", ShellWord.quoted(activity), ShellWord.quoted(remedy.id)] + run,
          "drops the invalid index \(index), then tries again")
      }
      let words = ["answer", ShellWord.quoted(activity), ShellWord.quoted(remedy.id)] + run
      let section = state.runbook.remedies.first { $0.activities.contains { $0.id == remedy.id } }
      let on = remedy.settings.on.map { ", meant for \($0)" } ?? ""
      return OfferedCommand(words, "remedy: \(section?.title ?? remedy.shortTitle)\(on)")
    }
  }

  /// The point of no return is passed or not; nobody leaves it out.
  private static func pivot(_ id: String, _ run: [String]) -> [OfferedCommand] {
    [
      OfferedCommand(["answer", id, "yes"] + run, "passes it: only forward from here"),
      OfferedCommand(["answer", id, "no"] + run, "no: the run halts"),
    ]
  }

  private static func commands(for question: Question, _ run: [String]) -> [OfferedCommand] {
    let id = ShellWord.quoted(question.subject)
    switch question {
    case .item, .confirm:
      return [
        OfferedCommand(["answer", id, "yes"] + run, "yes"),
        OfferedCommand(["answer", id, "no"] + run, "no: the run halts"),
        OfferedCommand(["skip", id, "--reason", "TEXT"] + run, "leaves it undone"),
      ]
    case .needs:
      return [
        OfferedCommand(
          ["answer", id, "proceed", "--reason", "TEXT"] + run, "starts it all the same")
      ]
    // What failed or is unknown is offered with the activity.
    case .failure, .unknown, .descendants, .running: return []
    }
  }
}

extension RunState {
  /// What a person can answer now, also while the run is halted for want of the answer.
  fileprivate func openQuestion(at now: Instant) -> Question? {
    switch status {
    case .open:
      guard attemptAtWork == nil, case .ask(let question) = decide(at: now) else { return nil }
      return question
    case .halted:
      guard let id = halt?.activity, activity(id)?.phase == .pending else { return nil }
      guard let asked = definition(id) else { return nil }
      if asked.kind == .manual { return .item(activity: id) }
      return asked.settings.isConfirmed ? .confirm(activity: id) : nil
    case .new, .paused, .aborted, .completed, .rolledBack: return nil
    }
  }
}

/// Words as a shell reads them.
enum ShellWord {
  /// The word, in single quotes where a shell would read it otherwise.
  static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "_./:@-".unicodeScalars.contains(scalar))
    }
    guard !isPlain || word.isEmpty else { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
