import TemaeCore

/// Sections that have a class: gates, criteria, ways back, remedies, what is due and what is told.
extension DocumentReader {
  mutating func readClass(_ section: Section, _ found: SectionClass) {
    switch found {
    case .gates, .finalGate: readChecklist(section, found)
    case .rollback: runbook.rollbackScopes += readScopes(section)
    case .remedies: readRemedies(section)
    case .followUps: readFollowUps(section, inherited: nil)
    case .communication: readAnnouncements(section)
    case .reference: readReference(section)
    }
  }

  /// A subsection's own class, else the class that it inherits.
  private mutating func readBelow(_ section: Section, _ inherited: SectionClass) {
    for child in section.children {
      readClass(child, ownClass(child) ?? inherited)
    }
  }

  private func ownClass(_ section: Section) -> SectionClass? {
    section.heading.flatMap { SectionClass.of($0.title) }
  }

  private mutating func noteClass(_ section: Section, _ found: SectionClass) {
    let isOwn = ownClass(section) == found
    note(
      section.heading, found.rawValue,
      isOwn ? "section class: \(found.rawValue)" : "section class inherited: \(found.rawValue)")
  }

  private mutating func readChecklist(_ section: Section, _ found: SectionClass) {
    noteClass(section, found)
    let place = found == .gates ? Place.gate : .finalGate
    var list = Checklist(title: section.heading?.title ?? "", line: section.line)
    for entry in readWork(section.content, place) {
      var activity = entry.activity
      if found == .gates {
        prerequisiteCount += 1
        activity.id = "prerequisites/\(entry.name ?? String(prerequisiteCount))"
      } else {
        criterionCount += 1
        activity.id = "success/\(entry.name ?? String(criterionCount))"
      }
      list.activities.append(activity)
    }
    if !list.activities.isEmpty {
      if found == .gates { runbook.prerequisites.append(list) }
      if found == .finalGate { runbook.successCriteria.append(list) }
    }
    readBelow(section, found)
  }

  /// The blocks and items of a section; plain items count where there are no boxes.
  mutating func readWork(
    _ range: Range<Int>, _ place: Place, except facts: Set<Int> = []
  ) -> [StepDraft.Entry] {
    let hasBoxes = range.contains { blocks[$0].isItem && ItemText(source, blocks[$0]).isTask }
    var entries: [StepDraft.Entry] = []
    var skipped: Int?
    for index in range where !facts.contains(index) {
      let block = blocks[index]
      if block.isCode {
        if let entry = readCode(index, place) { entries.append(entry) }
      } else if block.isItem {
        if isListOfTriggers(index) { skipped = block.list }
        guard block.list != skipped else { continue }
        let isTask = ItemText(source, block).isTask
        guard isTask || !hasBoxes && block.isTopLevel else { continue }
        entries.append(itemEntry(index, place, nil))
      }
    }
    return entries
  }

  /// A list titled no-go or triggers is never a gate to tick.
  private func isListOfTriggers(_ index: Int) -> Bool {
    guard index > 0, blocks[index - 1].kind == .paragraph, blocks[index - 1].item == nil else {
      return false
    }
    let above = blocks[index - 1]
    let title = source.paragraph(above.line, from: above.column, before: above.nextLine)
    guard title.count < 80, SectionClass.of(title) == .reference else { return false }
    let words = title.lowercased().split { !$0.isLetter }
    return words.contains("triggers") || words.contains("trigger")
      || words.starts(with: ["no", "go"])
  }

  /// A section of ways back: its own scope, with the numbered parts below it; other headings below
  /// make scopes of their own, for they may be alternatives.
  mutating func readScopes(_ section: Section) -> [RollbackScope] {
    noteClass(section, .rollback)
    var scope = RollbackScope(title: section.heading?.title ?? "", line: section.line)
    let fact = scopeFact(section.content)
    if let fact { scopeFacts.append((scope.line, fact.line)) }
    addScope(section.content, &scope, except: fact.map { [$0.index] } ?? [])
    var others: [RollbackScope] = []
    for child in section.children {
      let own = ownClass(child)
      let isPart = child.heading.map { $0.number != nil && $0.word != .alternative } ?? false
      if let own, own != .rollback {
        readClass(child, own)
      } else if isPart {
        noteClass(child, .rollback)
        addScope(child.all, &scope)
      } else {
        others += readScopes(child)
      }
    }
    return (scope.activities.isEmpty ? [] : [scope]) + others
  }

  private mutating func addScope(
    _ range: Range<Int>, _ scope: inout RollbackScope, except facts: Set<Int> = []
  ) {
    for entry in readWork(range, .rollback, except: facts) {
      var activity = entry.activity
      rollbackCount += 1
      activity.id = "rollback/\(entry.name ?? String(rollbackCount))"
      scope.activities.append(activity)
    }
  }

  private mutating func readRemedies(_ section: Section) {
    noteClass(section, .remedies)
    var remedy = Remedy(title: section.heading?.title ?? "", line: section.line)
    for entry in readWork(section.content, .remedy) {
      var activity = entry.activity
      remedyCount += 1
      activity.id = "remedy/\(entry.name ?? String(remedyCount))"
      remedy.activities.append(activity)
    }
    if !remedy.activities.isEmpty { runbook.remedies.append(remedy) }
    readBelow(section, .remedies)
  }

  /// Items with a time of their own (`**24 hours**: …`), or with their heading's ("First 24 hours").
  private mutating func readFollowUps(_ section: Section, inherited: Int?) {
    noteClass(section, .followUps)
    let due = section.heading.flatMap { heading in Self.dueMinutes(heading.title) } ?? inherited
    for index in section.content where blocks[index].isItem && blocks[index].isTopLevel {
      let text = PlainText.trimmed(ItemText(source, blocks[index]).text)
      let split = Self.timed(text)
      let title = split?.title ?? PlainText.withoutMarkup(text)
      runbook.followUps.append(
        FollowUp(title: title, afterMinutes: split?.minutes ?? due ?? 0, line: blocks[index].line))
    }
    readAside(section.content, "it stands among the follow-ups: due after completion")
    for child in section.children {
      if let own = ownClass(child), own != .followUps {
        readClass(child, own)
      } else {
        readFollowUps(child, inherited: due)
      }
    }
  }

  /// `**24 hours**: text` and `24 hours: text`.
  private static func timed(_ text: String) -> (minutes: Int, title: String)? {
    let plain = PlainText.withoutMarkup(text)
    guard let end = plain.prefix(60).firstIndex(where: { $0 == ":" || $0 == "–" || $0 == "—" })
    else {
      return nil
    }
    guard let minutes = dueMinutes(String(plain[..<end])) else { return nil }
    return (minutes, PlainText.trimmed(plain[plain.index(after: end)...]))
  }

  /// `24 hours`, `First 24 hours`, `T+72 hours`, `Day 7`, `First week`.
  private static func dueMinutes(_ text: String) -> Int? {
    if let span = TimeGrammar.offset(in: text) { return span.to ?? span.from }
    var words = text.lowercased().split { $0 == " " || $0 == ":" }.map(String.init)
    words.removeAll {
      ["first", "after", "within", "next", "the", "for", "at", "in", "+"].contains($0)
    }
    guard let last = words.last else { return nil }
    if words.count == 1, let unit = TimeGrammar.minutes(in: last), unit >= 60 { return Int(unit) }
    if words.count == 2, let unit = TimeGrammar.minutes(in: words[0]), unit >= 1440,
      let number = Int(last), number < 1000
    {
      return number * Int(unit)
    }
    return TimeGrammar.leadingDuration(words.joined(separator: " ")).map { $0 / 60 }
  }

  private mutating func readAnnouncements(_ section: Section) {
    noteClass(section, .communication)
    for index in section.content {
      let block = blocks[index]
      guard block.quotes == 0, block.isItem || block.kind == .paragraph && block.item == nil else {
        continue
      }
      let text =
        block.isItem
        ? ItemText(source, block).text
        : source.paragraph(block.line, from: block.column, before: block.nextLine)
      let cadence = TimeGrammar.cadence(in: text)
      guard block.isItem || cadence != nil else { continue }
      runbook.announcements.append(
        Announcement(
          text: text, section: section.heading?.title ?? "", everyMinutes: cadence,
          line: block.line))
    }
    readAside(section.content, "it stands in a section of communication")
    readBelow(section, .communication)
  }

  /// Never overridden by what stands in it.
  private mutating func readReference(_ section: Section) {
    noteClass(section, .reference)
    readAside(section.content, "it stands in a reference section")
    for child in section.children { readReference(child) }
  }
}
