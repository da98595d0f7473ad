public import TemaeCore

/// The rollback plan of a run or of a document: `temae rollback --plan`.
public struct RollbackReport: Hashable, Sendable {
  let plan: RollbackPlan
  let runbook: Runbook
  /// The run's name and id; `nil` for a document.
  let name: String?, run: String?
  let now: Instant
  /// By when it has to be decided on.
  let latest: LatestDecision
  /// The newest backup, or the one that somebody pointed to.
  let known: KnownBackup?
  /// Later runs whose changes stand on those of this one.
  let onTop: [String]

  /// Makes a report on a run.
  public init(
    state: RunState, plan: RollbackPlan, at now: Instant, backup known: KnownBackup? = nil,
    onTop: [String] = []
  ) {
    self.onTop = onTop
    self.plan = plan
    self.known = known
    self.now = now
    runbook = state.runbook
    name = state.opened?.name
    run = state.run
    latest =
      state.isRollingBack
      ? .unknown("the run is being rolled back")
      : state.status.isEnded
        ? .unknown("the run has ended")
        : LatestDecision(plan, plannedEnd: Budgets(state).plannedEnd)
  }

  /// Makes a report on a document that has not been carried out.
  public init(
    runbook: Runbook, plan: RollbackPlan, at now: Instant, backup known: KnownBackup? = nil
  ) {
    self.plan = plan
    self.known = known
    self.now = now
    self.runbook = runbook
    onTop = []
    name = nil
    run = nil
    latest = .unknown("a document has no T")
  }

  /// The report for people: what would be done, newest effect first, and what is not known.
  public func text(_ style: TextStyle) -> String {
    (head + itemsPart + scopePart + knownPart).text(style)
  }

  /// The report for programs; `null` is what nothing has recorded or measured.
  public func json() -> String { value.pretty }
}

extension RollbackReport {
  private var head: [StyledLine] {
    let title = StyledLine("rollback plan  \(name ?? runbook.title)", .strong)
    guard plan.isForeseen else {
      return [title, StyledLine("newest effect first", .faint)]
    }
    var lines = [
      title,
      StyledLine("as if the whole document had been carried out; newest effect first", .faint),
    ]
    if !runbook.unsupported.isEmpty {
      let count = counted(runbook.unsupported.count, "fact")
      lines.append(
        StyledLine("this version cannot run the document: \(count), see temae show", .warning))
    }
    return lines
  }

  private var itemsPart: [StyledLine] {
    guard !plan.items.isEmpty else {
      return ["  nothing has been tried that could have changed anything"]
    }
    return plan.items.flatMap { item in
      [
        StyledLine("  ") + item.verdict.mark.column.adding("  ")
          + StyledLine(item.activity, .strong).adding("  \(title(of: item))", .faint)
      ]
        + [StyledLine("      \(reason(of: item))")] + blockLines(item.blocks, indent: 6)
        + rehearsalLines(of: item)
    }
  }

  private func title(of item: RollbackPlan.Item) -> String {
    activity(item.activity)?.shortTitle ?? ""
  }

  private func activity(_ id: String) -> Activity? {
    (runbook.steps.flatMap(\.activities) + runbook.remedies.flatMap(\.activities))
      .first { $0.id == id }
  }

  private func blockLines(_ blocks: [Activity], indent: Int) -> [StyledLine] {
    let rows = blocks.map { block -> [StyledLine] in
      var what = StyledLine(block.shortTitle)
      if let reason = block.byHand { what = what.adding("  by hand: \(reason)", .warning) }
      let settings = block.settingsText.joined(separator: " ")
      if !settings.isEmpty { what = what.adding("  [\(settings)]", .faint) }
      return [
        "→", StyledLine(block.id), StyledLine(block.role.rawValue),
        StyledLine("line \(block.line)", .faint), what,
      ]
    }
    return TextTable(rows: rows, indent: indent).lines
  }

  private var scopePart: [StyledLine] {
    guard let scope = plan.scope else { return [] }
    let place = scope.scope.step.map { "step \($0)" } ?? "the whole run"
    var lines = [
      StyledLine("scope  \(scope.scope.title)", .strong)
        .adding("  for \(place), line \(scope.scope.line)", .faint)
    ]
    lines += blockLines(scope.scope.activities, indent: 2)
    guard let undone = scope.undone, let left = scope.left else {
      return lines + [
        "  what it undoes, and what it leaves, the document does not say;",
        "  below its heading it can: - **Undoes**: everything after step 3",
      ]
    }
    lines.append(StyledLine("  undoes: \(Self.list(undone))"))
    lines.append(StyledLine("  leaves: \(Self.list(left))", left.isEmpty ? .plain : .warning))
    if !scope.leftAbove.isEmpty {
      let above = Self.list(scope.leftAbove)
      lines.append(StyledLine("  of these came later than what it undoes: \(above)", .bad))
    }
    return lines
  }

  private var knownPart: [StyledLine] {
    var rows: [[StyledLine]] = []
    func add(_ name: String, _ text: String, _ tone: Tone = .plain) {
      rows.append([StyledLine(name), StyledLine(text, tone)])
    }
    let (unsettled, irreversible) = (plan.unsettled, plan.irreversible)
    add(
      "unsettled", unsettled.isEmpty ? "none" : "\(Self.list(unsettled)): to be settled first",
      unsettled.isEmpty ? .plain : .warning)
    add(
      "cannot be undone", Self.list(irreversible), irreversible.isEmpty ? .plain : .bad)
    if !plan.isForeseen { add("not begun", Self.list(plan.notBegun)) }
    if !onTop.isEmpty {
      add("later runs", "\(Self.list(onTop)): what they changed stands on this run", .bad)
    }
    add("point of no return", pivotText, plan.pointOfNoReturn?.passedAt == nil ? .plain : .warning)
    add("duration", durationText)
    if let rehearsal = plan.rehearsal { add("rehearsal", rehearsal.text, rehearsal.tone) }
    add("latest decision", latestText)
    add("backup", backupText)
    for (name, text) in writtenTexts { add(name, text) }
    if !plan.scopes.isEmpty {
      let titles = plan.scopes.map { "\($0.title) (line \($0.line))" }.joined(separator: ", ")
      add("scopes", "\(titles): see --scope")
    }
    return [StyledLine("what is known", .strong)] + TextTable(rows: rows, indent: 2).lines
  }

  private var pivotText: String {
    guard let pivot = plan.pointOfNoReturn else { return "the document names none" }
    let line = pivot.line.map { ", line \($0)" } ?? ""
    let place = "step \(pivot.step)\(line)"
    guard let passedAt = pivot.passedAt, let event = pivot.event else {
      return plan.isForeseen ? "before the changes of \(place)" : "\(place): not passed"
    }
    return "\(place): passed at \(TimeText.dayAndWall(passedAt)) (event \(event)), and a rollback "
      + "needs --overrule"
  }

  private var durationText: String {
    let restores = restoreText
    guard !plan.compensations.isEmpty else { return restores ?? "nothing would be carried out" }
    let parts = [rehearsedText, limitText] + [restores].compactMap(\.self)
    return parts.joined(separator: "; ")
  }

  private var limitText: String {
    guard let limit = plan.limitSeconds else { return "not all blocks have limits" }
    return "the blocks' limits add up to \(TimeText.elapsed(limit * 1_000_000))"
  }

  private var restoreText: String? {
    guard plan.items.contains(where: { $0.verdict == .covered }) else { return nil }
    guard let seconds = plan.restoreSeconds else { return "nothing has measured a restore" }
    return "restoring took \(TimeText.elapsed(seconds * 1_000_000)) when it was verified"
  }

  private var latestText: String {
    switch latest {
    case .nothingToUndo: return "nothing that took effect has to be undone"
    case .unknown(let why): return "not known: \(why)"
    case .by(let instant, let span): return until(instant, span.basisWords)
    }
  }

  private func until(_ instant: Instant, _ why: String) -> String {
    "\(TimeText.dayAndWall(instant)), \(why)\(instant < now ? ": it is over" : "")"
  }

  private static func list(_ ids: [String]) -> String {
    ids.isEmpty ? "none" : ids.joined(separator: ", ")
  }
}
