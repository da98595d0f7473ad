import TemaeCore

/// What each section is: a class, a step, a phase, or text.
extension DocumentReader {
  enum SectionKind: Equatable {
    case classed(SectionClass)
    case step(rung: String)
    /// A heading with steps below it.
    case group(rung: String)
    case text

    var holdsSteps: Bool {
      switch self {
      case .step, .group: true
      case .classed, .text: false
      }
    }

    /// Whether it holds steps without a word or a number of its own that says so.
    var isPlain: Bool {
      switch self {
      case .step(let rung), .group(let rung): rung != "rung a" && rung != "rung b"
      case .classed, .text: false
      }
    }
  }

  /// What the sections right below a section are; the section itself has no class.
  func kinds(of section: Section) -> [SectionKind] {
    let numbered = section.children.count { bareNumber($0) }
    return section.children.map { kind(of: $0, hasNumberedSiblings: numbered > 1) }
  }

  private func bareNumber(_ section: Section) -> Bool {
    guard let heading = section.heading, heading.word == nil, heading.number != nil else {
      return false
    }
    return section.line != titleLine && strongClass(heading) == nil
  }

  /// The class that a section keeps although siblings are numbered as it is.
  ///
  /// A bare number does not make a step of what must never run in sequence ("4. Rollback") or of what
  /// opens with a listed phrase ("1. Prerequisites"); "3. Monitoring" is a step.
  private func strongClass(_ heading: Heading) -> SectionClass? {
    guard let match = SectionClass.match(heading.title) else { return nil }
    switch match.section {
    case .rollback, .remedies: return match.section
    case .gates, .finalGate, .reference: return match.isAtStart ? match.section : nil
    case .followUps, .communication: return nil
    }
  }

  private func kind(of section: Section, hasNumberedSiblings: Bool) -> SectionKind {
    guard let heading = section.heading else { return .text }
    if let word = heading.word, heading.number != nil {
      switch word {
      case .phase: return holdsSteps(section) ? .group(rung: "rung a") : .step(rung: "rung a")
      case .step: return holdsWorded(section) ? .group(rung: "rung a") : .step(rung: "rung a")
      case .alternative: break
      }
    }
    if hasNumberedSiblings, bareNumber(section) {
      return holdsNumbered(section) ? .group(rung: "rung b") : .step(rung: "rung b")
    }
    if section.line != titleLine {
      let strong = heading.number != nil ? strongClass(heading) : nil
      if let found = strong ?? SectionClass.of(heading.title) { return .classed(found) }
    }
    if kinds(of: section).contains(where: \.holdsSteps) { return .group(rung: "steps below it") }
    if hasOrderedSteps(section) { return .group(rung: "steps below it") }
    return holdsWork(section.content) ? .step(rung: "rung f") : .text
  }

  private func holdsSteps(_ section: Section) -> Bool {
    kinds(of: section).contains(where: \.holdsSteps) || hasOrderedSteps(section)
  }

  /// Whether a heading by rung a stands below.
  private func holdsWorded(_ section: Section) -> Bool {
    zip(section.children, kinds(of: section)).contains { child, kind in
      let isWorded = child.heading.map { $0.word == .step || $0.word == .phase } ?? false
      return kind.holdsSteps && isWorded
    }
  }

  /// Whether headings by rung a or b stand below.
  private func holdsNumbered(_ section: Section) -> Bool {
    zip(section.children, kinds(of: section)).contains { child, kind in
      kind.holdsSteps && child.heading?.number != nil
    }
  }

  /// Rung d: two or more ordered items that stand in no list.
  func hasOrderedSteps(_ section: Section) -> Bool {
    let items = orderedItems(section.content)
    guard items.count > 1 else { return false }
    guard kinds(of: section).contains(where: \.holdsSteps) else { return true }
    // A list before numbered headings is a table of contents unless it holds work itself.
    let ends = items.dropFirst() + [section.content.upperBound]
    return zip(items, ends).contains { item, end in holdsWork((item + 1)..<end) }
  }

  /// Ordered items that are no rows of a schedule.
  func orderedItems(_ range: Range<Int>) -> [Int] {
    range.filter { index in
      guard case .item(.some) = blocks[index].kind, blocks[index].isTopLevel else { return false }
      return scheduleRow(ItemText(source, blocks[index]).text) == nil
    }
  }

  /// Rung f: commands or boxes.
  func holdsWork(_ range: Range<Int>) -> Bool {
    range.contains { index in
      let block = blocks[index]
      switch block.kind {
      case .fence(let character, _):
        let line = FenceLine(source, block, character: character)
        guard FenceMeaning(line).role != .example else { return false }
        return WordLists.shellLanguages.contains(line.language) || line.language == "sql"
          || FenceMeaning(line).role != nil
      case .item: return ItemText(source, block).isTask
      case .heading, .paragraph, .indentedCode, .table, .html, .other: return false
      }
    }
  }

  /// Reads a section that has no class: its steps, and the sections below it.
  mutating func readGroup(_ section: Section) {
    let kinds = kinds(of: section)
    var phase = PhaseDraft(heading: section.heading)
    let hasItems = hasOrderedSteps(section)
    if hasItems {
      phase.steps += readOrderedSteps(section)
    } else if section.heading != nil || section.level == 0, holdsWork(section.content) {
      phase.steps.append(readLooseStep(section))
    } else {
      readAside(section.content, "it stands outside every step")
    }
    askAboutAlternatives(section)
    for (child, kind) in zip(section.children, kinds) {
      if kind.isPlain { askAboutEmergency(child) }
      switch kind {
      case .classed(let found): readClassed(child, found, after: &phase)
      case .step(let rung): phase.steps.append(readStep(child, rung))
      case .group(let rung):
        flush(&phase)
        note(child.heading, groupMeaning(child), rung)
        readGroup(child)
      case .text:
        note(child.heading, child.line == titleLine ? "title" : "text", "no rung fits")
        readGroup(child)
      }
    }
    flush(&phase)
  }

  private func isPhase(_ section: Section) -> Bool {
    hasOrderedSteps(section) || holdsWork(section.content)
      || kinds(of: section).contains { if case .step = $0 { true } else { false } }
  }

  private func groupMeaning(_ section: Section) -> String {
    if section.line == titleLine { return "title" }
    return isPhase(section) ? "phase" : "section"
  }

  private mutating func flush(_ phase: inout PhaseDraft) {
    if !phase.steps.isEmpty { phases.append(phase) }
    phase.steps = []
  }

  private mutating func readClassed(
    _ section: Section, _ found: SectionClass, after phase: inout PhaseDraft
  ) {
    let previous = phase.steps.last
    guard found == .rollback, section.level > 2, let previous, isRightAfter(section, previous.step)
    else {
      readClass(section, found)
      return
    }
    let scopes = readScopes(section)
    let subject = previous.entries.last { $0.activity.role == .change }?.activity.id
    phase.steps[phase.steps.count - 1].scopes += scopes.map { scope in
      var scope = scope
      for index in scope.activities.indices where scope.activities[index].role == .rollback {
        scope.activities[index].subject = subject
      }
      return scope
    }
  }

  /// Whether no heading of the same or a higher level stands between a step and a section.
  private func isRightAfter(_ section: Section, _ step: Step) -> Bool {
    for block in blocks[firstBlock(from: step.line)...] {
      if block.line >= section.line { return true }
      if case .heading(let level) = block.kind, block.isTopLevel, block.line > step.line,
        level <= section.level
      {
        return false
      }
    }
    return false
  }

  /// The first block that begins on a line or after it.
  private func firstBlock(from line: Int) -> Int {
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].line < line { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
