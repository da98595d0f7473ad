/// A heading's text, taken apart: number, title, offsets, budget.
struct Heading {
  /// Which of the published words stands before the number.
  enum Word {
    case step
    case phase
    case alternative
  }

  /// The text as written, without the marks of the heading.
  var source: String
  /// The line, from 1.
  var line: Int
  /// The word before the number (rung a); `nil` for a bare number (rung b) and a plain heading.
  var word: Word?
  /// `6`, `1.2`, `3a`, `A`.
  var number: String?
  /// The text without number, offsets and budget.
  var title: String
  /// Minutes from T.
  var from: Int?
  /// Minutes from T.
  var to: Int?
  /// A duration in parentheses.
  var budgetSeconds: Int?

  init(_ source: String, line: Int) {
    self.source = source
    self.line = line
    let plain = PlainText.withoutMarkup(String(source.prefix(Self.limit)))
    var rest = PlainText.withoutLeadingSymbols(plain)
    if let match = Self.worded(rest) {
      (word, number, rest) = (match.word, match.number, match.title)
    } else if let match = Self.numbered(rest) {
      (number, rest) = (match.number, match.title)
    }
    title = rest
    takeParentheses()
    takeBareOffset()
    title = PlainText.trimmed(title)
    if title.isEmpty { title = PlainText.trimmed(plain) }
  }

  /// No heading says more that matters here.
  private static let limit = 2000
  private static let separators: Set<Character> = [":", ".", ")", "-", "–", "—", "/", "|", "："]

  /// `Step 6: Title`, `Phase A - Title`, `第3步 Title`.
  private static func worded(_ text: String) -> (word: Word, number: String, title: String)? {
    let head = text.prefix { $0.isLetter }
    let name = head.lowercased()
    if name.hasPrefix("第") { return counted(text) }
    guard let word = word(name) else { return nil }
    var rest = text.dropFirst(head.count)
    let hasGap = rest.first.map { $0 == " " || $0 == "#" || $0 == "-" || $0.isNumber } ?? false
    guard hasGap else { return nil }
    rest = rest.drop { $0 == " " || $0 == "#" || $0 == "-" }
    let number = rest.prefix { $0.isNumber || $0.isLetter || $0 == "." }
    guard let tidy = ordinal(number) else { return nil }
    rest = rest.dropFirst(tidy.count)
    let isLetter = tidy.first?.isNumber == false
    if isLetter {
      let next = rest.drop { $0 == " " }.first
      let isSeparated = next == nil || next.map(separators.contains) == true || next == "("
      guard isSeparated else { return nil }
    } else if let next = rest.first, next.isLetter || next.isNumber {
      return nil
    }
    return (word, tidy, withoutSeparator(rest))
  }

  /// `第3步`, `第 3 段階`: the number stands within the word.
  private static func counted(_ text: String) -> (word: Word, number: String, title: String)? {
    var rest = text.dropFirst().drop { $0 == " " }
    let number = rest.prefix { $0.isNumber && $0.isASCII }
    guard !number.isEmpty else { return nil }
    rest = rest.dropFirst(number.count).drop { $0 == " " }
    for (mark, word) in [("步", Word.step), ("阶段", .phase), ("段階", .phase), ("階段", .phase)]
    where rest.hasPrefix(mark) {
      return (word, String(number), withoutSeparator(rest.dropFirst(mark.count)))
    }
    return nil
  }

  private static func word(_ name: String) -> Word? {
    if WordLists.stepWords.contains(name) { return .step }
    if WordLists.phaseWords.contains(name) { return .phase }
    return WordLists.alternativeWords.contains(name) ? .alternative : nil
  }

  /// `12`, `1.2`, `3a`, `B`, `IV`; a trailing full stop is not part of it.
  private static func ordinal(_ text: Substring) -> String? {
    var number = text
    while number.last == "." { number.removeLast() }
    guard let first = number.first, number.count <= 12 else { return nil }
    guard first.isNumber else {
      let isLetter = number.count == 1 && first.isASCII
      let isRoman = number.allSatisfy { "IVX".contains($0) }
      return isLetter || isRoman ? String(number) : nil
    }
    return isDotted(number) ? String(number) : nil
  }

  /// Digits in groups, and one letter at most at the end.
  private static func isDotted(_ number: Substring) -> Bool {
    var digits = number
    if let last = digits.last, last.isLetter { digits.removeLast() }
    return digits.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && $0.allSatisfy { $0.isNumber && $0.isASCII }
    }
  }

  /// `1. Title`, `1) Title`, `1.2 Title`, `3.1) Title`.
  private static func numbered(_ text: String) -> (number: String, title: String)? {
    let digits = text.prefix { $0.isNumber && $0.isASCII || $0 == "." }
    var number = digits
    while number.last == "." { number.removeLast() }
    guard !number.isEmpty, number.count <= 8, isDotted(number) else { return nil }
    let rest = text.dropFirst(digits.count)
    let isClosed = digits.last == "." || rest.first == ")" || rest.first == ":"
    guard isClosed || number.contains(".") else { return nil }
    let title = rest.first == ")" || rest.first == ":" ? rest.dropFirst() : rest
    guard title.isEmpty || title.first == " " else { return nil }
    return (String(number), withoutSeparator(title))
  }

  private static func withoutSeparator(_ text: Substring) -> String {
    let rest = text.drop { $0 == " " || separators.contains($0) }
    return PlainText.trimmed(rest)
  }

  /// Takes `(T-120 to T-15)` and `(5 minutes)` out of the title.
  private mutating func takeParentheses() {
    var kept = ""
    var rest = title[...]
    while let open = rest.firstIndex(where: { $0 == "(" || $0 == "（" || $0 == "[" }) {
      let after = rest.index(after: open)
      guard let close = rest[after...].firstIndex(where: { ")）]".contains($0) }) else { break }
      kept += rest[..<open]
      if !takeTime(String(rest[after..<close])) { kept += rest[open...close] }
      rest = rest[rest.index(after: close)...]
    }
    title = PlainText.trimmed(kept + rest)
  }

  private mutating func takeTime(_ text: String) -> Bool {
    var isTime = false
    for part in text.split(separator: ",").map(PlainText.trimmed) {
      if from == nil, let span = TimeGrammar.wholeOffset(part) {
        (from, to, isTime) = (span.from, span.to, true)
      } else if budgetSeconds == nil, let seconds = TimeGrammar.wholeDuration(part) {
        (budgetSeconds, isTime) = (seconds, true)
      }
    }
    return isTime
  }

  /// Takes `T-30: Title` and `Title – T-30` apart.
  private mutating func takeBareOffset() {
    guard from == nil, let span = TimeGrammar.offset(in: title) else { return }
    let scalars = Array(title.unicodeScalars)
    let before = scalars[..<span.range.lowerBound]
    let after = scalars[span.range.upperBound...]
    (from, to) = (span.from, span.to)
    let head = PlainText.trimmed(Self.text(before))
    let tail = PlainText.trimmed(Self.text(after))
    if head.isEmpty, let first = tail.first, Self.separators.contains(first) {
      title = PlainText.trimmed(tail.drop { Self.separators.contains($0) || $0 == " " })
    } else if tail.isEmpty, let last = head.last, Self.separators.contains(last) || last == "@" {
      title = PlainText.trimmed(head.dropLast())
    }
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
