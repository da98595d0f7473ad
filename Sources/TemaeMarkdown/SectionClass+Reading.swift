extension SectionClass {
  /// The class of a title: the longest listed phrase in it, the first of two equally long.
  static func of(_ title: String) -> SectionClass? { match(title)?.section }

  /// The class of a title, and whether the title begins with the phrase that gave it.
  static func match(_ title: String) -> (section: SectionClass, isAtStart: Bool)? {
    let words = self.words(title)
    var best: (section: SectionClass, length: Int, at: Int)?
    for start in words.indices {
      var phrase = ""
      for end in start..<min(start + longestPhrase, words.count) {
        phrase += phrase.isEmpty ? words[end] : " " + words[end]
        guard let section = table[phrase], phrase.count > best?.length ?? 0 else { continue }
        best = (section, phrase.count, start)
      }
    }
    if let best { return (best.section, best.at == 0) }
    if isPrecheck(words) { return (.gates, true) }
    return isFailure(words) ? (.remedies, true) : nil
  }

  private static let longestPhrase = 5

  private static let table: [String: SectionClass] = {
    var table: [String: SectionClass] = [:]
    for (section, phrases) in WordLists.sections {
      for phrase in phrases { table[phrase] = section }
    }
    return table
  }()

  /// Lower-case words; a number is `#`.
  private static func words(_ title: String) -> [String] {
    PlainText.withoutMarkup(String(title.prefix(400))).lowercased()
      .split { !$0.isLetter && !$0.isNumber }
      .map { $0.allSatisfy(\.isNumber) ? "#" : String($0) }
  }

  /// `pre-migration checks`, `pre-flight checklist`.
  private static func isPrecheck(_ words: [String]) -> Bool {
    guard let pre = words.firstIndex(of: "pre") else { return false }
    return words[pre...].prefix(4).contains { $0.hasPrefix("check") }
  }

  /// `if the restore fails`, `what to do when it failed`.
  private static func isFailure(_ words: [String]) -> Bool {
    let clause = words.drop { WordLists.failureLeadIns.contains($0) }
    guard let first = clause.first, WordLists.failureOpenings.contains(first) else { return false }
    return clause.contains { WordLists.failureWords.contains($0) }
  }

  /// Whether a title speaks of an emergency, which says nothing about when its section is due.
  static func speaksOfEmergency(_ title: String) -> Bool {
    words(title).contains { WordLists.emergencyWords.contains($0) }
  }
}
