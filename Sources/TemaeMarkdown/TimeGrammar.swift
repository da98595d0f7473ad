/// Offsets from T (`T-120 min`, `Day -7`, `-00:30`, `T+0 to T+15`), durations and cadences.
enum TimeGrammar {
  /// Offsets in minutes, and where in the text they stand (in Unicode scalars).
  struct Span: Equatable {
    var from: Int
    var to: Int?
    var range: Range<Int>
  }

  /// Minutes in a unit's word; `nil` for another word.
  ///
  /// A bare `m` is a minute.
  static func minutes(in unit: String) -> Double? {
    switch unit {
    case "s", "sec", "secs", "second", "seconds": 1.0 / 60
    case "m", "min", "mins", "minute", "minutes", "minuten", "minutos": 1
    case "h", "hr", "hrs", "hour", "hours", "stunde", "stunden", "heure", "heures": 60
    case "d", "day", "days": 1440
    case "w", "week", "weeks": 10_080
    case "mo", "month", "months": 43_200
    default: nil
    }
  }

  /// The first offset or range of offsets in a text.
  static func offset(in text: String) -> Span? {
    var scanner = TimeScanner(text)
    while scanner.index < scanner.bytes.count {
      if let span = scanner.span() { return span }
      scanner.index += 1
    }
    return nil
  }

  /// The offset or range that the whole text is.
  static func wholeOffset(_ text: String) -> Span? {
    var scanner = TimeScanner(text)
    scanner.skipSpaces()
    guard let span = scanner.span() else { return nil }
    scanner.index = span.range.upperBound
    scanner.skipSpaces()
    return scanner.isAtEnd ? span : nil
  }

  /// The seconds that the whole text says: `10 min`, `~2-3 hours` (the longer), `1h 30m`.
  static func wholeDuration(_ text: String) -> Int? {
    var scanner = TimeScanner(text)
    scanner.skipApproximation()
    guard let seconds = scanner.duration() else { return nil }
    scanner.skipSpaces()
    return scanner.isAtEnd ? seconds : nil
  }

  /// The seconds of the duration with which the text begins: `2-3 hours including verification`.
  static func leadingDuration(_ text: String) -> Int? {
    var scanner = TimeScanner(text)
    scanner.skipApproximation()
    return scanner.duration()
  }

  /// The minutes of `every 30 minutes`, `every hour`, `hourly`.
  static func cadence(in text: String) -> Int? {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber && !"-–.".contains($0) }
      .map(bare).filter { !$0.isEmpty }
    if words.contains("hourly") { return 60 }
    if words.contains("daily") { return 1440 }
    for (index, word) in words.enumerated() where word == "every" || word == "each" {
      let rest = words[(index + 1)...].prefix(3).joined(separator: " ")
      if let seconds = leadingDuration(rest), seconds >= 60 { return seconds / 60 }
      guard word == "every", index + 1 < words.count else { continue }
      if rest.hasPrefix("half hour") || rest.hasPrefix("half-hour")
        || rest.hasPrefix("half an hour")
      {
        return 30
      }
      if let unit = minutes(in: words[index + 1]), unit >= 1 { return Int(unit) }
    }
    return nil
  }

  /// The word without the marks that may stand within a number, `1.5` and `15-30`, at its ends.
  private static func bare(_ word: Substring) -> String {
    var word = word.drop { "-–.".contains($0) }
    while let last = word.last, "-–.".contains(last) { word.removeLast() }
    return String(word)
  }
}

/// A cursor over a text of which only the ASCII characters matter; dashes are `-`.
struct TimeScanner {
  let bytes: [UInt8]
  var index = 0

  /// No more of a text than this is looked at.
  private static let limit = 4096

  init(_ text: String) {
    bytes = text.unicodeScalars.prefix(Self.limit).map { scalar in
      switch scalar.value {
      case 0x2010...0x2015, 0x2212: UInt8(ascii: "-")
      case 0x2192: UInt8(ascii: ">")
      case 0x41...0x5A: UInt8(scalar.value + 0x20)
      case 0..<0x80: UInt8(scalar.value)
      case 0xA0, 0x2009, 0x202F: 0x20
      default: 0xFF
      }
    }
  }

  var isAtEnd: Bool { index >= bytes.count }

  mutating func skipSpaces() {
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
  }

  mutating func skipApproximation() {
    skipSpaces()
    for word in ["~", "<", "approx.", "approx", "about", "ca.", "max.", "max", "up to", "est."]
    where take(word) {
      skipSpaces()
      return
    }
  }

  /// An offset, with the end of its range if it has one.
  mutating func span() -> TimeGrammar.Span? {
    let start = index
    guard isAtBoundary, let first = point() else {
      index = start
      return nil
    }
    let afterFirst = index
    if connects(), let last = point() {
      let unit = first.unit ?? last.unit ?? 1
      return TimeGrammar.Span(
        from: first.minutes(unit), to: last.minutes(last.unit ?? unit), range: start..<index)
    }
    index = afterFirst
    return TimeGrammar.Span(from: first.minutes(1), to: nil, range: start..<afterFirst)
  }

  /// One duration, or the longer end of a range of them.
  mutating func duration() -> Int? {
    guard var amount = number() else { return nil }
    let afterNumber = index
    skipSpaces()
    if take("-") || take("to ") {
      skipSpaces()
      if let upper = number() { amount = max(amount, upper) } else { index = afterNumber }
    }
    guard let unit = unit() else { return nil }
    var seconds = amount * unit * 60
    let afterUnit = index
    skipSpaces()
    if let rest = number(), let smaller = self.unit(), smaller < unit {
      seconds += rest * smaller * 60
    } else {
      index = afterUnit
    }
    return seconds < 1e9 ? Int(seconds.rounded()) : nil
  }

  private struct Point {
    var amount: Double
    /// Minutes in its unit; `nil` when it has none.
    var unit: Double?

    func minutes(_ fallback: Double) -> Int { Int((amount * (unit ?? fallback)).rounded()) }
  }

  private var isAtBoundary: Bool {
    guard index > 0 else { return true }
    let before = bytes[index - 1]
    return !isWordByte(before) && before != UInt8(ascii: "-") && before != UInt8(ascii: "+")
  }

  private mutating func point() -> Point? {
    let start = index
    if take("day ") || take("day-"), let point = day() { return point }
    index = start
    let hasT = take("t")
    let afterT = index
    skipSpaces()
    guard let sign = sign() else {
      index = afterT
      guard hasT, take("0"), isAtEnd || !isWordByte(bytes[index]) else { return fail(start) }
      return Point(amount: 0, unit: nil)
    }
    skipSpaces()
    if let minutes = clock(isLong: !hasT) { return Point(amount: sign * minutes, unit: 1) }
    guard hasT, let amount = number() else { return fail(start) }
    let afterNumber = index
    if let unit = unit() {
      let afterUnit = index
      skipSpaces()
      if let rest = number(), let smaller = self.unit(), smaller < unit {
        return Point(amount: sign * (amount * unit + rest * smaller), unit: 1)
      }
      index = afterUnit
      return Point(amount: sign * amount, unit: unit)
    }
    index = afterNumber
    guard isAtEnd || !isWordByte(bytes[index]) else { return fail(start) }
    return Point(amount: sign * amount, unit: nil)
  }

  private mutating func fail(_ start: Int) -> Point? {
    index = start
    return nil
  }

  private mutating func day() -> Point? {
    if bytes[index - 1] == UInt8(ascii: "-") { index -= 1 }
    let sign = sign() ?? 1
    guard let amount = number(), isAtEnd || !isWordByte(bytes[index]) else { return nil }
    return Point(amount: sign * amount, unit: 1440)
  }

  private mutating func sign() -> Double? {
    if take("-") { return -1 }
    return take("+") ? 1 : nil
  }

  /// `1:30` in minutes; without a T before it the hours have two digits.
  private mutating func clock(isLong: Bool) -> Double? {
    let start = index
    let hours = digits()
    guard let hours, index - start <= 2, !isLong || index - start == 2, take(":") else {
      index = start
      return nil
    }
    let minutesStart = index
    guard let minutes = digits(), index - minutesStart == 2, minutes < 60 else {
      index = start
      return nil
    }
    return hours * 60 + minutes
  }

  private mutating func connects() -> Bool {
    skipSpaces()
    for word in ["to ", "until ", "till ", "->", ">", "..", "-", "through "] where take(word) {
      skipSpaces()
      return true
    }
    return false
  }

  private mutating func digits() -> Double? {
    let start = index
    var value = 0.0
    while index < bytes.count, (0x30...0x39).contains(bytes[index]), index - start < 7 {
      value = value * 10 + Double(bytes[index] - 0x30)
      index += 1
    }
    return index > start ? value : nil
  }

  private mutating func number() -> Double? {
    guard var value = digits() else { return nil }
    let afterWhole = index
    if take(".") {
      let start = index
      guard let fraction = digits() else {
        index = afterWhole
        return value
      }
      var scale = 1.0
      for _ in start..<index { scale *= 10 }
      value += fraction / scale
    }
    return value
  }

  /// A unit's word, after blanks; nothing is taken when there is none.
  private mutating func unit() -> Double? {
    let start = index
    skipSpaces()
    if index > start, index < bytes.count, bytes[index] == UInt8(ascii: "-") { return nil }
    let wordStart = index
    while index < bytes.count, (0x61...0x7A).contains(bytes[index]), index - wordStart < 10 {
      index += 1
    }
    let word = String(decoding: bytes[wordStart..<index], as: UTF8.self)
    let isWhole = isAtEnd || bytes[index] < 0x80 && !(0x61...0x7A).contains(bytes[index])
    guard isWhole, let minutes = TimeGrammar.minutes(in: word) else {
      index = start
      return nil
    }
    return minutes
  }

  private mutating func take(_ word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
  }
}
