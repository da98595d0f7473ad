import TemaeCore

extension Session {
  /// Does several statements of a restore: what the server refuses keeps the database as it is.
  func replacing<Value>(
    _ body: (Session) throws(Trouble) -> Value
  ) throws(PostgresError) -> Value {
    do {
      return try body(self)
    } catch {
      throw notReplaced(error, at: nil)
    }
  }

  /// The error that says so, with the statement where that is another program's.
  func notReplaced(_ trouble: Trouble, at statement: String?) -> PostgresError {
    guard !trouble.isBroken else { return trouble.error(place: place) }
    let message = trouble.message
    let detail = message.explanation.map { ". \($0)" } ?? ""
    let place = statement.map { ", at \(Self.shown($0))" } ?? ""
    return .notReplaced(reason: "\(message.message) (\(message.state))\(detail)\(place)")
  }

  /// Carries out the statements that a question yields, one a row.
  func carryOutAll(_ query: String, _ parameters: [String?] = []) throws(Trouble) {
    for statement in try texts(query, parameters) { try carryOut(statement) }
  }

  /// The first column of a question's rows, however many there are.
  func texts(_ query: String, _ parameters: [String?] = []) throws(Trouble) -> [String] {
    var texts: [String] = []
    try stream(query, parameters) { _, row in texts += [row.first ?? nil].compactMap(\.self) }
    return texts
  }

  /// A statement for people: without comments, on one line, and not all of it.
  private static func shown(_ statement: String) -> String {
    let lines = statement.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("--") }
    return String(lines.joined(separator: " ").prefix(160))
  }
}
