/// A line `**Key**: value`, taken apart.
struct FactLine {
  /// The key as written.
  var key: String
  /// What follows the colon, as written.
  var value: String
  /// The line, from 1.
  var line: Int
  /// The column of the key in characters, from 1.
  var column: Int

  /// Reads `**Key**: value` and `**Key:** value`; `nil` for anything else.
  init?(_ text: String, line: Int, column: Int) {
    guard text.hasPrefix("**") else { return nil }
    let rest = text.dropFirst(2)
    guard let close = rest.prefix(200).firstRange(of: "**") else { return nil }
    var key = PlainText.trimmed(rest[..<close.lowerBound])
    var value = rest[close.upperBound...]
    if key.hasSuffix(":") {
      key.removeLast()
    } else {
      value = value.drop { $0 == " " }
      guard value.first == ":" else { return nil }
      value = value.dropFirst()
    }
    guard !key.isEmpty else { return nil }
    self.key = PlainText.trimmed(key)
    self.value = PlainText.trimmed(value)
    self.line = line
    self.column = column
  }

  /// The published key, in any case.
  var published: FactKey? {
    FactKey.allCases.first { $0.rawValue.lowercased() == key.lowercased() }
  }
}
