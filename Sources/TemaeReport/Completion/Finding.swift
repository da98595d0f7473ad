import TemaeCore

/// The last thing that the entries say of an activity's result, and who or what says it.
struct Finding {
  /// On what it rests.
  enum Basis: Hashable {
    /// A check compared.
    case check(holds: Bool, expected: String, found: Commitment?)
    /// A person answered.
    case answer(ItemAnswer, note: Commitment?)
    /// A person let it go, or did it by hand, and said why.
    case person(Commitment?)
    /// An attempt ended.
    case attempt
    /// Nobody saw the end of an attempt, and something else told it.
    case settled(SettlementEvidence, SettlementVerdict)
  }

  var basis: Basis
  var entry: Entry

  /// By activity id.
  static func all(in entries: [Entry]) -> [String: Finding] {
    var findings: [String: Finding] = [:]
    for entry in entries {
      guard let (activity, basis) = basis(of: entry.event) else { continue }
      findings[activity] = Finding(basis: basis, entry: entry)
    }
    return findings
  }

  private static func basis(of event: Event) -> (String, Basis)? {
    if case .checkPassed(let data) = event {
      return (data.activity, .check(holds: true, expected: data.expected, found: data.found))
    }
    if case .checkFailed(let data) = event {
      return (data.activity, .check(holds: false, expected: data.expected, found: data.found))
    }
    if case .itemAnswered(let data) = event {
      return (data.activity, .answer(data.answer, note: data.note))
    }
    if case .activitySkipped(let data) = event { return (data.activity, .person(data.reason)) }
    if case .activityDoneByHand(let data) = event { return (data.activity, .person(data.reason)) }
    if case .attemptSettled(let data) = event {
      return (data.activity, .settled(data.evidence, data.verdict))
    }
    return AttemptOutcome(event).map { ($0.activity, .attempt) }
  }

  /// On whose or what's word it rests.
  var source: String {
    switch basis {
    case .check: "a check"
    case .answer, .person: "\(entry.draft.by.name) (\(entry.draft.by.means.rawValue))"
    case .attempt: "its own end"
    case .settled(let evidence, _): evidence.words
    }
  }

  /// What was found, asked or said, in one line.
  func words(_ payload: PayloadResolver) -> String {
    switch basis {
    case .check(_, let expected, let found):
      let value =
        payloadText(found, payload).map(ReportText.line)
        .map { $0.isEmpty ? ", found nothing" : ", found \($0)" } ?? ""
      return "asked: \(expected)\(value)"
    case .answer(let answer, let note):
      let said = payloadText(note, payload).map { ": \(ReportText.line($0))" } ?? ""
      return "answered \(answer.rawValue)\(said)"
    case .person(let reason): return payloadText(reason, payload).map(ReportText.line) ?? ""
    case .attempt: return ""
    case .settled(_, let verdict): return verdict.words
    }
  }
}

/// Texts of any length in the cells of a table.
enum ReportText {
  /// The first line that says something, at most 120 columns of it; what is left out is said.
  static func line(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
    let first = lines.first { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
    let cut = SafeText.cut(SafeText.neutralized(first), to: 120)
    return lines.count > 1 ? "\(cut) … \(counted(lines.count - 1, "more line"))" : cut
  }
}
