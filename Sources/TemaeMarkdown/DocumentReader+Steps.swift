import TemaeCore

/// Steps: by heading, by ordered item, and the work that stands above a phase's first step.
extension DocumentReader {
  mutating func readStep(_ section: Section, _ rung: String) -> StepDraft {
    guard let heading = section.heading else { return readLooseStep(section) }
    note(heading, "step", rung)
    var draft = self.draft(heading)
    readStepContent(section.content, .step, heading: nil, isUnderHeading: true, &draft)
    askAboutAlternatives(section)
    for child in section.children { readStepPart(child, .step, heading: nil, &draft) }
    return finished(draft, heading)
  }

  /// The blocks between a phase's heading and its first step.
  mutating func readLooseStep(_ section: Section) -> StepDraft {
    let heading = section.heading ?? Heading(runbook.title, line: 1)
    var draft = self.draft(heading)
    draft.number = heading.number.map { "\($0).0" }
    note(heading, "step", "rung f: its own commands and boxes")
    readStepContent(section.content, .step, heading: nil, isUnderHeading: true, &draft)
    return finished(draft, heading)
  }

  /// Rung d: each item is a step; what stands between two items belongs to the first.
  mutating func readOrderedSteps(_ section: Section) -> [StepDraft] {
    let items = orderedItems(section.content)
    readAside(section.content.lowerBound..<items[0], "it stands above the first step")
    var numbers: Set<Int> = []
    let ordinals = items.map { item -> Int in
      if case .item(let ordinal?) = blocks[item].kind { ordinal } else { 0 }
    }
    let areUnique = ordinals.allSatisfy { numbers.insert($0).inserted }
    return items.enumerated().map { position, item in
      let end = position + 1 < items.count ? items[position + 1] : section.content.upperBound
      let text = ItemText(source, blocks[item]).text
      let heading = Heading(text, line: blocks[item].line)
      note(heading, "step", "rung d")
      var draft = self.draft(heading)
      draft.number = String(areUnique ? ordinals[position] : position + 1)
      if isBox(item) { draft.entries.append(itemEntry(item, .step, nil)) }
      readStepContent(
        (item + 1)..<end, .step, heading: nil, isUnderHeading: false, &draft, item: item)
      return finished(draft, heading)
    }
  }

  private func isBox(_ index: Int) -> Bool { ItemText(source, blocks[index]).isTask }

  private func draft(_ heading: Heading) -> StepDraft {
    var step = Step(
      id: "", title: heading.title, offset: heading.from, until: heading.to, line: heading.line)
    step.budgetSeconds = heading.budgetSeconds
    return StepDraft(number: heading.number, step: step)
  }

  private mutating func finished(_ draft: StepDraft, _ heading: Heading) -> StepDraft {
    var draft = draft
    if !isAnnotated, heading.title.lowercased().contains("optional") {
      ask(
        heading.line, "This step is optional: is it part of this run?",
        ["remove the word from the heading, or the step from the document"])
    }
    runbook.readings += draft.settle().map { entry in
      Reading(
        line: entry.activity.line, source: entry.activity.text, meaning: "text",
        rule: "an item without a box, in a step with blocks")
    }
    checkNames(draft)
    return draft
  }

  private mutating func checkNames(_ draft: StepDraft) {
    var seen: [String: Int] = [:]
    for entry in draft.entries {
      guard let name = entry.name else { continue }
      if let first = seen.updateValue(entry.activity.line, forKey: name) {
        report(
          .error, entry.activity.line, 1, "the name #\(name) is taken by the block on line \(first)"
        )
      }
    }
  }

  /// A heading within a step: a rollback, a remedy, reference, or a part of the step.
  private mutating func readStepPart(
    _ section: Section, _ inherited: Place, heading: Heading?, _ draft: inout StepDraft
  ) {
    var place = inherited
    var owner = heading
    let found = section.heading.flatMap { SectionClass.of($0.title) }
    switch found {
    case .rollback: (place, owner) = (.rollback, section.heading)
    case .remedies: (place, owner) = (.remedy, section.heading)
    case .reference: place = .aside("it stands in a reference section")
    case .gates: place = inherited == .step ? .gate : inherited
    case .finalGate, .followUps, .communication, nil:
      if place == .remedy { owner = section.heading }
    }
    note(
      section.heading, place == .step ? "part of a step" : place.name,
      found.map { "section class: \($0.rawValue)" } ?? "inside a step")
    readStepContent(section.content, place, heading: owner, isUnderHeading: place == .step, &draft)
    if place == .step {
      askAboutAlternatives(section)
      if found == nil, section.heading?.number == nil, holdsWork(section.all) {
        askAboutEmergency(section)
      }
    }
    for child in section.children { readStepPart(child, place, heading: owner, &draft) }
  }

  private mutating func readStepContent(
    _ range: Range<Int>, _ place: Place, heading: Heading?, isUnderHeading: Bool,
    _ draft: inout StepDraft, item container: Int? = nil
  ) {
    let holdsFacts = isUnderHeading && heading == nil
    let facts = holdsFacts ? readFacts(range, &draft) : []
    for fact in facts { isRead[fact] = true }
    let factList = holdsFacts ? firstList(range) : nil
    let lowerSteps = place == .step ? self.lowerSteps(range, in: container) : []
    for index in range {
      let block = blocks[index]
      if block.isCode {
        guard var entry = readCode(index, place) else { continue }
        entry.heading = heading
        draft.entries.append(entry)
      } else if block.isItem, !isRead[index] {
        guard case .aside = place else {
          if block.list != factList { checkStrayFact(index) }
          addItem(index, place, heading, isStep: lowerSteps.contains(index), &draft)
          continue
        }
      } else if block.kind == .paragraph {
        askAboutProse(index)
      }
    }
  }

  private mutating func addItem(
    _ index: Int, _ place: Place, _ heading: Heading?, isStep: Bool, _ draft: inout StepDraft
  ) {
    var entry = itemEntry(index, place, heading)
    if !isBox(index) {
      guard blocks[index].quotes == 0 else { return }
      entry.isTentative = !isStep
    }
    draft.entries.append(entry)
  }

  /// Rung d inside a step: two or more ordered items are items of it, but for those whose work is a
  /// block of their own.
  private func lowerSteps(_ range: Range<Int>, in container: Int?) -> Set<Int> {
    let items = range.filter { index in
      guard case .item(.some) = blocks[index].kind else { return false }
      return blocks[index].item == container && blocks[index].quotes == 0
    }
    guard items.count > 1 else { return [] }
    var owners: Set<Int> = []
    for index in range where blocks[index].isCode {
      var item = blocks[index].item
      while let owner = item, owners.insert(owner).inserted { item = blocks[owner].item }
    }
    return Set(items).subtracting(owners)
  }

  func itemEntry(_ index: Int, _ place: Place, _ heading: Heading?) -> StepDraft.Entry {
    let text = ItemText(source, blocks[index]).text
    let item = Activity(id: "", kind: .manual, role: .item, line: blocks[index].line, text: text)
    return StepDraft.Entry(activity: item, place: place, heading: heading)
  }
}
