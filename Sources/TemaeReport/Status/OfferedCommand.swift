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
    self = state.activities.flatMap { Self.commands(for: $0, state, run) }
    if case .person = Waiting(of: state, at: now).kind, state.status == .open,
      case .ask(let question) = state.decide(at: now)
    {
      self += Self.commands(for: question, run)
    }
    if !hasHolder {
      append(OfferedCommand(["resume", name], "drives the run on, and asks where it must"))
    } else if state.status == .open {
      append(OfferedCommand(["pause"] + run, "stops before the next activity"))
    }
    append(OfferedCommand(["note", "TEXT"] + run, "writes something down"))
    append(
      OfferedCommand(["abort"] + run + ["--reason", "TEXT"], "ends the run for good"))
  }

  /// What can be done about one activity that needs a person.
  private static func commands(
    for activity: ActivityState, _ state: RunState, _ run: [String]
  ) -> [OfferedCommand] {
    let id = ShellWord.quoted(activity.id)
    let reason = ["--reason", "TEXT"] + run
    switch activity.phase {
    case .unknown:
      return [
        OfferedCommand(["settle", id, "--done"] + reason, "it took effect"),
        OfferedCommand(["settle", id, "--again"] + reason, "it did not; it is tried again"),
        OfferedCommand(["settle", id, "--failed"] + reason, "it failed"),
      ]
    case .failed:
      guard state.plan.stage(of: activity.id) != nil else { return [] }
      return [
        OfferedCommand(["settle", id, "--again"] + reason, "tries it again"),
        OfferedCommand(["settle", id, "--done"] + reason, "it was done by hand"),
        OfferedCommand(["skip", id] + reason, "leaves it undone"),
        OfferedCommand(["do", "COMMAND"] + reason, "runs what the document does not have"),
      ]
    case .refused:
      return [
        OfferedCommand(["answer", id, "yes"] + run, "it is so after all"),
        OfferedCommand(["skip", id] + reason, "leaves it undone"),
      ]
    case .pending, .intended, .running, .succeeded, .skipped, .doneByHand: return []
    }
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
    // What failed or is unknown is offered with the activity; needs are overruled at the prompt.
    case .failure, .unknown, .needs: return []
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
