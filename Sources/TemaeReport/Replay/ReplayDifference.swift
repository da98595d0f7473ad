public import TemaeCore

/// What became of a run between two of its events: what changed, by whom, and why.
///
/// Entries are taken in one after the other; the last one that changed a fact is named beside it.
public struct ReplayDifference {
  private let before: RunState
  private var after: RunState
  private let payload: PayloadResolver
  private var changers: [ReplayFact: Entry] = [:]
  private var rows: [AuditRow] = []
  private var count = 0
  private var times: (begin: Instant, end: Instant)?

  /// Begins at a state.
  ///
  /// - Parameters:
  ///   - state: what was true before the first entry that is taken in.
  ///   - payload: gives messages, notes and reasons.
  public init(from state: RunState, payload: @escaping PayloadResolver) {
    before = state
    after = state
    self.payload = payload
  }

  /// Takes in the next entry, with the state after it.
  public mutating func take(_ entry: Entry, _ state: RunState) {
    for fact in ReplayFact.changed(from: after, to: state) { changers[fact] = entry }
    after = state
    count += 1
    times = (times?.begin ?? entry.at, entry.at)
    if !entry.event.isCopy { rows.append(AuditRow(entry, state: state, payload: payload)) }
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String {
    let name = after.opened?.name ?? after.run
    var line = StyledLine(name, .strong).adding("  \(place)")
    if let times {
      line = line.adding(", \(TimeText.elapsed(times.end.microseconds(since: times.begin)))")
    }
    let changes = TextTable(rows: facts.map(cells), indent: 2).lines
    return
      ([line] + section("what changed", changes)
      + section("by whom and why", rows.flatMap(\.lines).map { $0.indented(by: 2) })).text(style)
  }

  /// `{run, name, from, to, changes, events}`, compact.
  public func json() -> String {
    let value: JSONValue = [
      "run": .string(after.run), "name": JSONValue(after.opened?.name),
      "from": .integer(before.sequence), "to": .integer(after.sequence),
      "changes": .list(facts) { fact in
        [
          "what": .string(fact.title), "before": .string(Self.plain(fact.line(in: before))),
          "after": .string(Self.plain(fact.line(in: after))),
          "sequence": JSONValue(changers[fact]?.sequence),
          "name": JSONValue(changers[fact]?.draft.by.name),
          "type": JSONValue(changers[fact]?.event.type),
        ]
      },
      "events": .list(rows) { $0.value },
    ]
    return value.compact + "\n"
  }

  /// The facts that differ in the end: what changed and changed back is no difference.
  private var facts: [ReplayFact] { ReplayFact.changed(from: before, to: after) }

  private var place: String {
    let begin = before.sequence == 0 ? "from the beginning" : "from event \(before.sequence)"
    return "\(begin) to event \(after.sequence): \(counted(count, "event"))"
  }

  private func section(_ title: String, _ lines: [StyledLine]) -> [StyledLine] {
    [StyledLine(title, .strong)] + (lines.isEmpty ? [StyledLine("  nothing", .faint)] : lines)
  }

  private func cells(_ fact: ReplayFact) -> [StyledLine] {
    let change = (fact.line(in: before).adding(" → ")) + fact.line(in: after)
    guard let entry = changers[fact] else { return [StyledLine(fact.title), change] }
    let who = entry.event.isOfPerson ? entry.draft.by.name : "\(entry.draft.by.name)'s driver"
    let by = "#\(entry.sequence) by \(entry.draft.epoch == nil ? entry.draft.by.name : who)"
    return [StyledLine(fact.title), change, StyledLine(by, .faint)]
  }

  private static func plain(_ line: StyledLine) -> String { line.spans.map(\.text).joined() }
}
