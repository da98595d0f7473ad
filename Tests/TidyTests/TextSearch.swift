/// Finds words in text.
enum TextSearch {
  /// Whether the text holds the word, not as a part of a longer one.
  static func containsWord(_ word: String, in text: Substring) -> Bool {
    var rest = text
    while let range = rest.firstRange(of: word) {
      let before = range.lowerBound == text.startIndex ? nil : text[..<range.lowerBound].last
      let after = text[range.upperBound...].first
      let first = word.first.map(isPart) ?? false
      let last = word.last.map(isPart) ?? false
      if !(first && (before.map(isPart) ?? false)), !(last && (after.map(isPart) ?? false)) {
        return true
      }
      rest = text[range.upperBound...]
    }
    return false
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
