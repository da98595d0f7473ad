extension CatalogObject.Kind {
  /// The kind in words: `materialized view`.
  public var words: String { separated(rawValue) }
}

extension CatalogDifference {
  /// The difference in words, a line for each property: `column public.orders.note is missing`.
  public var lines: [String] {
    let subject = "\(kind.words) \(name)"
    return switch change {
    case .missing: ["\(subject) is missing"]
    case .added: ["\(subject) is there, and was not expected"]
    case .changed(let changes): changes.map { "\(subject): \($0.words)" }
    }
  }
}

extension CatalogDifference.PropertyChange {
  /// The change in words: `type is integer, expected bigint`.
  ///
  /// Of long and of many-lined values, the first line that differs.
  public var words: String {
    let (wanted, actual) = (expected ?? "", found ?? "")
    guard [wanted, actual].contains(where: { $0.utf8.count > 120 || $0.utf8.contains(0x0A) }) else {
      return "\(separated(property)) is \(found ?? "nothing"), expected \(expected ?? "nothing")"
    }
    let (left, right) = (Self.lines(wanted), Self.lines(actual))
    let place = zip(left, right).enumerated().first { !$0.element.0.isSpelled(as: $0.element.1) }
    let line = place?.offset ?? min(left.count, right.count)
    return "\(separated(property)) differs from line \(line + 1) on: "
      + "is \(Self.line(line, of: right)), expected \(Self.line(line, of: left))"
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func line(_ number: Int, of lines: [String]) -> String {
    guard number < lines.count else { return "nothing" }
    let line = lines[number].drop { $0 == " " || $0 == "\t" }
    return line.count > 200 ? "\(line.prefix(200))…" : String(line)
  }
}

extension CatalogComparison {
  /// The differences in words, a line for each.
  public var lines: [String] { differences.flatMap(\.lines) }
}

/// `rowSecurity` as `row security`.
private func separated(_ word: String) -> String {
  word.reduce(into: "") { text, character in
    text += character.isUppercase ? " \(character.lowercased())" : String(character)
  }
}
