public import TemaeCore

/// The text of a question that a person is asked at the driver's terminal.
///
/// The last line names every answer with the letter or number to type. Nothing is answered by default:
/// an empty line is no answer.
public enum QuestionText {
  /// How many lines of a block are shown; `temae show` names the place of the rest.
  static let sourceLines = 20

  /// The question, what it rests on, and the answers that it takes.
  ///
  /// - Parameters:
  ///   - question: what is asked.
  ///   - state: the run's state.
  ///   - details: what the driver knows beyond the state: the error, the evidence, why it is by hand.
  ///   - style: colours; the lines are not cut.
  /// - Returns: the lines, without line feeds.
  public static func lines(
    _ question: Question, state: RunState, details: [String], style: TextStyle
  ) -> [String] {
    var lines = [head(question, state)]
    lines += subject(question, state).map { $0.indented(by: 2) }
    lines += details.flatMap { [StyledLine](block: $0, indent: 4) }
    lines += answers(question, state).map { $0.indented(by: 2) }
    return lines.map { $0.rendered(style) }
  }

  /// The question and the commands that answer it, for a driver that has no terminal to ask at.
  ///
  /// - Parameters:
  ///   - question: what is asked.
  ///   - state: the run's state.
  ///   - now: the instant.
  /// - Returns: the lines, without line feeds.
  public static func notice(
    _ question: Question, state: RunState, at now: Instant
  ) -> [String] {
    let offered = [OfferedCommand](answering: state, at: now)
    let rows = offered.map { [StyledLine($0.command), StyledLine($0.meaning)] }
    let head = StyledLine("waiting for a person: \(question.summary(state))")
    return ([head] + TextTable(rows: rows).lines.map { $0.indented(by: 2) })
      .map { $0.rendered(.plain) }
  }

  private static func head(_ question: Question, _ state: RunState) -> StyledLine {
    var line = mark(question).line.adding("  \(question.subject)", .strong)
    let stage = state.plan.stage(of: question.subject)
    if let stage { line = line.adding("  ") + stage.heading }
    if let number = state.definition(question.subject)?.line, number > 0 {
      line = line.adding("  line \(number)", .faint)
    }
    return line
  }

  private static func mark(_ question: Question) -> StateMark {
    switch question {
    case .item, .confirm: .question
    case .failure: StateMark(.failed)
    case .unknown: StateMark(.unknown)
    case .descendants: StateMark(glyph: "!", word: "lives on", tone: .warning)
    case .running: StateMark(glyph: "!", word: "goes on", tone: .warning)
    case .needs: StateMark(glyph: "!", word: "needs", tone: .warning)
    }
  }

  private static func subject(_ question: Question, _ state: RunState) -> [StyledLine] {
    switch question {
    case .item(let activity):
      let definition = state.definition(activity)
      let known = definition?.form == .pivot ? pivotLines(state) : []
      return [StyledLine](asked: definition) + known
    case .confirm(let activity):
      return ["May this block run?"] + [StyledLine](asked: state.definition(activity))
    case .failure(let activity, _):
      guard let failed = state.activity(activity) else { return [] }
      var lines = [StyledLine(state.definition(activity)?.shortTitle ?? "")]
      lines.append(StyledLine("\(counted(failed.attempts, "attempt")) so far"))
      // The message itself is a payload; the driver hands it over among the details.
      lines += failed.failure?.lines(nil, message: nil) ?? []
      return lines
    case .unknown(let activity, let attempt):
      var lines = [StyledLine(state.definition(activity)?.shortTitle ?? "")]
      let ending = "Nobody saw how attempt \(attempt) ended: it may have taken effect or not."
      lines.append(StyledLine(ending))
      if let began = state.activity(activity)?.beganAt {
        lines.append(StyledLine("It was let go after \(TimeText.dayAndWall(began))."))
      }
      if let answer = state.activity(activity)?.probed {
        lines.append(StyledLine("The probe said: \(answer.words)."))
      }
      return lines + ["What is true of it?"]
    case .descendants(let activity, let attempt):
      return [
        StyledLine(state.definition(activity)?.shortTitle ?? ""),
        StyledLine(
          "Attempt \(attempt) ended and left processes at work: nothing starts beside them."),
        "This question disappears when they end.",
      ]
    case .running(let activity, let attempt):
      return [
        StyledLine(state.definition(activity)?.shortTitle ?? ""),
        StyledLine("The run has halted; attempt \(attempt) goes on. Is it to end as well?"),
      ]
    case .needs(let stage, let missing):
      let steps = missing.map { "step \($0) \(state.runbook.step($0)?.title ?? "")" }
      return [
        StyledLine("Step \(stage) needs \(steps.joined(separator: ", "))."),
        "Start it all the same?",
      ]
    }
  }

  /// The answers in the order in which a driver's terminal takes them.
  private static func answers(_ question: Question, _ state: RunState) -> [StyledLine] {
    var rows: [[StyledLine]] =
      switch question {
      case .item(let activity) where state.definition(activity)?.form == .pivot:
        [["y [NOTE]", "yes: only forward from here"], no]
      case .item: [["y [NOTE]", "yes, it is so or it is done"], no, skip]
      case .confirm: [["y [NOTE]", "yes, run it"], no, skip]
      case .failure(_, let remedies):
        [["r [REASON]", "retry: try it again"]] + remedyRows(remedies, state)
          + [skip, ["d REASON", "it was done by hand; a deviation"]]
      case .unknown:
        [
          ["d REASON", "done: it took effect"],
          ["a REASON", "again: it did not take effect, and is tried again"],
          ["f REASON", "failed: it ended badly"],
        ]
      case .descendants:
        [
          ["e REASON", "end them: INT, then TERM, then KILL"],
          ["p REASON", "proceed beside them; a deviation"],
        ]
      case .running: [["e REASON", "end it: INT, then TERM, then KILL"]]
      case .needs: [["p REASON", "proceed all the same; a deviation"]]
      }
    if case .running = question {
      rows.append(["h", "leave it at work; resume follows it to its end"])
    } else {
      rows.append(["h", "halt here; the run can be resumed"])
    }
    return TextTable(rows: rows).lines
  }

  private static let no: [StyledLine] = ["n [NOTE]", "no: the run halts"]
  private static let skip: [StyledLine] = ["s REASON", "skip it; a deviation"]

  private static func remedyRows(_ remedies: [String], _ state: RunState) -> [[StyledLine]] {
    remedies.enumerated().map { index, id in
      let remedy = state.runbook.remedies.first { $0.activities.contains { $0.id == id } }
      let line = state.definition(id)?.line ?? remedy?.line ?? 0
      let isDrop = state.definition(id)?.form == .drop
      let what = isDrop ? state.definition(id)?.text : remedy?.title
      let title = StyledLine("remedy \(id): \(what ?? "")")
      return [StyledLine("\(index + 1) [REASON]"), title.adding("  line \(line)", .faint)]
    }
  }
}

extension [StyledLine] {
  /// What a person is to do or to allow: an item's text, or a block's source.
  fileprivate init(asked activity: Activity?) {
    self.init(block: activity?.text ?? "", indent: 0, limit: QuestionText.sourceLines)
  }
}
