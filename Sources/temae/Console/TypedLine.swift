import TemaeCore

/// What a person typed at a question: a choice, and the words behind it.
enum TypedLine: Hashable {
  /// One of the question's choices; the words are a note or a reason.
  case choice(AnswerChoice, words: String?)
  /// Nothing, or nothing that the question knows.
  case unclear

  /// Reads a line.
  ///
  /// The first word is the choice: the whole word or its first letter in either case, or, for the
  /// remedies of a failed activity, their number from 1. There is no default: an empty line is
  /// unclear.
  init(_ line: String, choices: [AnswerChoice]) {
    let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard let first = parts.first?.lowercased() else {
      self = .unclear
      return
    }
    let words = parts.count > 1 ? Self.trimmed(parts[1]) : nil
    let remedies = choices.filter(\.isRemedy)
    if let number = Int(first), remedies.indices.contains(number - 1) {
      self = .choice(remedies[number - 1], words: words)
      return
    }
    let found = choices.first { choice in
      choice.word == first || !choice.isRemedy && choice.word.prefix(1) == first
    }
    self = found.map { .choice($0, words: words) } ?? .unclear
  }

  /// The text without white space around it; `nil` where nothing is left.
  static func trimmed(_ text: some StringProtocol) -> String? {
    let start = text.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    return String(start[...last])
  }
}

extension AnswerChoice {
  /// Whether it is a remedy, which people choose by its number.
  var isRemedy: Bool {
    if case .remedy = self { return true }
    return false
  }
}
