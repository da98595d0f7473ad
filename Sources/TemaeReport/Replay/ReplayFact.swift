import TemaeCore

/// Something about a run that events change.
enum ReplayFact: Hashable {
  case status
  case halt
  case driver
  case runbook
  case deviations
  case lateEvidence
  case activity(String)
  case value(String)
  case variable(String)
  case secret(String)
  case overruled(String)

  /// What it is called.
  var title: String {
    switch self {
    case .status: "status"
    case .halt: "halted"
    case .driver: "driver"
    case .runbook: "runbook"
    case .deviations: "deviations"
    case .lateEvidence: "late evidence"
    case .activity(let id): id
    case .value(let name): "value \(name)"
    case .variable(let name): "variable \(name)"
    case .secret(let name): "secret \(name)"
    case .overruled(let stage): "needs of \(stage)"
    }
  }

  /// What is true of it in a state.
  func line(in state: RunState) -> StyledLine {
    switch self {
    case .status: StateMark(state.status).line
    case .halt: StyledLine(state.halt.map { $0.reason.words(after: $0.detail) } ?? "no")
    case .driver: StyledLine(Self.driver(in: state))
    case .runbook: StyledLine("digest \(state.runbook.digest.short)")
    case .deviations: StyledLine(String(state.deviations))
    case .lateEvidence: StyledLine(counted(state.lateEvidence.count, "event"))
    case .activity(let id): Self.line(of: state.activity(id))
    case .value(let name): Self.line(of: state.values.first { $0.name == name })
    case .variable(let name): Self.line(of: state.variables.first { $0.name == name })
    case .secret(let name): StyledLine(state.secrets.contains(name) ? "held" : "not held")
    case .overruled(let stage):
      StyledLine(state.overruled.contains(stage) ? "overruled" : "not overruled")
    }
  }

  private static func driver(in state: RunState) -> String {
    guard state.epoch > 0 else { return "nobody" }
    return "epoch \(state.epoch)" + (state.isReleased ? ", which let go" : "")
  }

  private static func line(of activity: ActivityState?) -> StyledLine {
    guard let activity else { return StyledLine("not in the runbook", .faint) }
    let number = activity.attempts > 1 ? ", attempt \(activity.attempts)" : ""
    let left = activity.descendants == nil ? "" : ", left processes behind"
    return StateMark(activity.phase).line.adding(number + left)
  }

  private static func line(of named: RunState.NamedValue?) -> StyledLine {
    guard let named else { return StyledLine("not set", .faint) }
    guard let value = named.value else { return StyledLine("set, a secret") }
    return StyledLine("\(value.length) bytes, commitment \(value.digest.short)")
  }

  /// The facts that differ between a state and a later one.
  static func changed(from before: RunState, to after: RunState) -> [ReplayFact] {
    var facts: [ReplayFact] = []
    if before.status != after.status { facts.append(.status) }
    if before.halt != after.halt { facts.append(.halt) }
    if (before.epoch, before.isReleased) != (after.epoch, after.isReleased) {
      facts.append(.driver)
    }
    if before.runbook.digest != after.runbook.digest { facts.append(.runbook) }
    facts += changedActivities(from: before, to: after).map(Self.activity)
    facts += changed(before.values, after.values).map(Self.value)
    facts += changed(before.variables, after.variables).map(Self.variable)
    facts += Set(before.secrets).symmetricDifference(after.secrets).sorted().map(Self.secret)
    facts += Set(before.overruled).symmetricDifference(after.overruled).sorted()
      .map(Self.overruled)
    if before.deviations != after.deviations { facts.append(.deviations) }
    if before.lateEvidence != after.lateEvidence { facts.append(.lateEvidence) }
    return facts
  }

  private static func changedActivities(
    from before: RunState, to after: RunState
  ) -> [String] {
    // Nearly always the same activities in the same order: an amendment may change that.
    let isAligned =
      before.activities.count == after.activities.count
      && zip(before.activities, after.activities).allSatisfy { $0.id == $1.id }
    if isAligned {
      return zip(before.activities, after.activities).filter { $0 != $1 }.map { $1.id }
    }
    let known = Dictionary(before.activities.map { ($0.id, $0) }) { $1 }
    let kept = Set(after.activities.map(\.id))
    return after.activities.filter { known[$0.id] != $0 }.map(\.id)
      + before.activities.map(\.id).filter { !kept.contains($0) }
  }

  private static func changed(
    _ before: [RunState.NamedValue], _ after: [RunState.NamedValue]
  ) -> [String] {
    guard before != after else { return [] }
    return Set(before).symmetricDifference(after).map(\.name).reduce(into: []) { names, name in
      if !names.contains(name) { names.append(name) }
    }.sorted()
  }
}
