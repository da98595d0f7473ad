import TemaeCore

/// One entry as an auditor reads it.
struct AuditRow {
  let entry: Entry
  let description: EventDescription
  /// Error, command or note below the line, neutralised later like everything else.
  let details: String?
  /// The person's reason.
  let reason: String?
  let isDeviation: Bool
  let isLate: Bool

  init(_ entry: Entry, state: RunState, payload: PayloadResolver) {
    self.entry = entry
    description = EventDescription(entry.event, payload)
    let block = description.block.map { $0.spans.map(\.text).joined() }
    details = block.isEmpty ? nil : block.joined(separator: "\n")
    reason = payloadText(description.reason, payload)
    isDeviation = entry.event.isDeviation
    isLate = state.lateEvidence.contains(entry.sequence)
  }

  /// `driver` for what a runner recorded, `person` for what people did.
  var role: String { entry.event.isOfPerson || entry.draft.epoch == nil ? "person" : "driver" }

  /// What became of what: the mark, the subject and the detail.
  var what: String {
    [description.mark.word, description.subject, description.detail]
      .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The claimed name, and the account where it is another.
  var who: String {
    let by = entry.draft.by
    return by.name == by.account ? by.name : "\(by.name) (account \(by.account))"
  }

  var value: JSONValue {
    let by = entry.draft.by
    return [
      "sequence": .integer(entry.sequence), "position": .integer(entry.position),
      "at": .string(entry.at.description), "name": .string(by.name),
      "account": .string(by.account), "host": .string(by.host),
      "means": .string(by.means.rawValue), "role": .string(role),
      "epoch": JSONValue(entry.draft.epoch), "type": .string(entry.event.type),
      "subject": JSONValue(description.subject), "what": .string(what),
      "details": JSONValue(details), "reason": JSONValue(reason),
      "durationMicroseconds": JSONValue(description.durationMicroseconds),
      "deviation": .boolean(isDeviation), "late": .boolean(isLate),
    ]
  }

  /// The names of the CSV's columns.
  static let columns = [
    "sequence", "at", "name", "account", "host", "means", "role", "epoch", "type", "subject",
    "what", "details", "reason", "microseconds", "deviation", "late",
  ]

  /// The cells of the CSV, in the order of ``columns``.
  var cells: [String] {
    let by = entry.draft.by
    return [
      String(entry.sequence), entry.at.description, by.name, by.account, by.host, by.means.rawValue,
      role, entry.draft.epoch.map(String.init) ?? "", entry.event.type,
      description.subject ?? "", what, details ?? "", reason ?? "",
      description.durationMicroseconds.map(String.init) ?? "", isDeviation ? "yes" : "no",
      isLate ? "yes" : "no",
    ]
  }

  /// A gap's cells: all but its place and its words are empty.
  static func cells(of gap: AuditGap) -> [String] {
    columns.map { column in
      switch column {
      case "sequence": gap.sequence.map(String.init) ?? ""
      case "type": "gap"
      case "what": gap.text
      case "deviation", "late": "no"
      default: ""
      }
    }
  }

  /// The line for people, and what stands below it.
  var lines: [StyledLine] {
    var head = StyledLine("#\(entry.sequence)", .faint)
    head = head.adding("  \(TimeText.dayAndWall(entry.at))")
    head = head.adding("  \(who) on \(entry.draft.by.host), \(entry.draft.by.means.rawValue)")
    head = head.adding(role == "driver" ? ", driver" : "", .faint).adding("  ")
    head = head + description.mark.line
    if let subject = description.subject { head = head.adding("  \(subject)", .strong) }
    if !description.detail.isEmpty { head = head.adding("  \(description.detail)") }
    if isDeviation { head = (head.adding("  ")) + StateMark.deviation.line }
    if isLate { head = head.adding("  ! late evidence", .warning) }
    var below = description.block
    if let reason {
      below += [StyledLine](block: "\(isDeviation ? "reason" : "note"): \(reason)", indent: 0)
    }
    return [head] + below.map { $0.indented(by: 6) }
  }
}
