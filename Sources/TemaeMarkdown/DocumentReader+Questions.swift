import TemaeCore

/// What can be read in more than one way is asked: an open question keeps the run from starting.
extension DocumentReader {
  /// How a document says which of several ways is not its own.
  private static let leaveOut =
    "temae: 1 (front matter), with {.example} on each block that is not to run"

  /// Two ways to do the same are a choice, at the top of a document and inside a step.
  mutating func askAboutAlternatives(_ section: Section) {
    let ways = section.children.compactMap(\.heading).filter { $0.word == .alternative }
    guard !isAnnotated, ways.count > 1, let first = ways.first else { return }
    ask(
      first.line, "These headings are alternatives: which one is this runbook's?",
      [Self.leaveOut])
  }

  /// Alternatives and loops in a paragraph of a step.
  mutating func askAboutProse(_ index: Int) {
    guard !isAnnotated else { return }
    let block = blocks[index]
    let text = source.paragraph(block.line, from: block.column, before: block.nextLine)
    let plain = PlainText.withoutMarkup(String(text.prefix(400))).lowercased()
    let letters = plain.filter { $0.isLetter || $0 == " " }
    let isOr = ["or", "alternatively", "or alternatively"].contains(PlainText.trimmed(letters))
    if isOr || plain.hasPrefix("alternatively,") || plain.hasPrefix("if using ") {
      ask(
        block.line, "Two ways to do the same: which one is this runbook's?",
        [Self.leaveOut])
    } else if plain.contains("repeat for ") || plain.contains("repeat this for ")
      || plain.contains("repeat steps ") || plain.contains("repeat the above for ")
    {
      ask(
        block.line, "This step is repeated: for which?",
        ["temae: 1 (front matter), with a block or an item for each of them"])
    }
  }

  /// Asks whether a section is a part of the work: that it is one of an emergency does not tell.
  ///
  /// A role on each of its blocks does.
  mutating func askAboutEmergency(_ section: Section) {
    guard let heading = section.heading, section.line != titleLine,
      SectionClass.speaksOfEmergency(heading.title), !hasRoles(section.all)
    else { return }
    ask(
      heading.line, "Is this a part of the work, or for when something goes wrong?",
      [
        "`Step N:` in its heading, for a part of the work",
        "a heading that says Troubleshooting or Rollback, for when something goes wrong",
        "{.change}, {.remedy}, {.rollback} or {.example} on each of its blocks",
      ])
  }

  /// Whether there are fences, and each says what it is for.
  private func hasRoles(_ range: Range<Int>) -> Bool {
    let roles = range.compactMap { index -> Bool? in
      guard case .fence(let character, _) = blocks[index].kind else { return nil }
      return FenceMeaning(FenceLine(source, blocks[index], character: character)).role != nil
    }
    return !roles.isEmpty && roles.allSatisfy(\.self)
  }
}
