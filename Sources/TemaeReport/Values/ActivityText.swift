import TemaeCore

extension Activity {
  /// What a person recognises the activity by: an item's text, else the first line that says
  /// something of a block, without its comment sign.
  var shortTitle: String {
    let lines = text.split(separator: "\n").map(trimmed).filter { !$0.isEmpty }
    guard kind != .manual || !language.isEmpty else { return lines.joined(separator: " ") }
    let line = lines.first { !$0.hasPrefix("#!") && $0 != "set -euo pipefail" } ?? ""
    return line.hasPrefix("# ") || line.hasPrefix("--") ? trimmed(line.dropFirst(2)) : line
  }

  /// Whether it is a task item and no block.
  var isItem: Bool { role == .item }

  /// The keys of its fence in words, for people.
  var settingsText: [String] {
    var words: [String] = []
    if let database = settings.database { words.append("db=\(database)") }
    if let comparison = settings.comparison { words.append(comparison.text) }
    if settings.schema != nil, settings.comparison == nil { words.append("schema") }
    if settings.schema?.isExact == true { words.append("exact") }
    if let file = settings.schema?.given { words.append("given=\(file)") }
    if let key = settings.schema?.scratch { words.append("scratch=\(key)") }
    if let seconds = settings.timeoutSeconds { words.append("timeout=\(seconds)s") }
    if settings.retries > 0 { words.append("retries=\(settings.retries)") }
    if let name = settings.capture {
      words.append(settings.isSecret ? "capture=\(name) (secret)" : "capture=\(name)")
    }
    if settings.isDiscarded { words.append("discard") }
    if settings.isRehearsed == true { words.append("rehearse") }
    if settings.isReadOnly { words.append("readonly") }
    if settings.isOutsideTransaction { words.append("no-tx") }
    if settings.ownTransactions != nil { words.append("own-tx") }
    if settings.registersHistory { words.append("history=supabase") }
    if let offset = settings.untilOffset { words.append("until=\(TimeText.offset(offset))") }
    if let seconds = settings.forSeconds { words.append("for=\(seconds)s") }
    if let pattern = settings.on { words.append("on=\(pattern)") }
    if settings.acceptedExits != [0] {
      words.append("ok=\(settings.acceptedExits.map(String.init).joined(separator: ","))")
    }
    words += settings.includes.map { "includes \($0)" }
    if settings.isConfirmed { words.append("asks before it runs") }
    return words
  }
}

extension Comparison {
  /// What the fence says: `equals=4`, `at-least=@rows`, `empty`.
  var text: String {
    switch kind {
    case .empty, .unchanged: kind.rawValue
    case .matches: "matches=/\(operand)/"
    case .equals, .atLeast, .atMost, .schema: "\(kind.rawValue)=\(isCaptured ? "@" : "")\(operand)"
    }
  }
}

private func trimmed(_ text: some StringProtocol) -> String {
  let end = text.lastIndex { !$0.isWhitespace }
  guard let start = text.firstIndex(where: { !$0.isWhitespace }), let end else { return "" }
  return String(text[start...end])
}
