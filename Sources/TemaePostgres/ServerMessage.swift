import CPostgres

/// An error or a notice as the server reported it.
struct ServerMessage {
  var severity: String
  var state: String
  var message: String
  var detail: String?
  var hint: String?
  /// Where the error lies in the statement, in characters from 1.
  var position: Int?
  /// Which functions it happened in; `nil` when it happened in the statement itself.
  var context: String?

  init(severity: String, state: String, message: String) {
    self.severity = severity
    self.state = state
    self.message = message
  }

  init(_ result: OpaquePointer) {
    func field(_ code: Character) -> String? {
      let code = Int32(code.asciiValue ?? 0)
      return unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
    }
    // V is the severity that no language setting translates; S is all that servers before 9.6 have.
    severity = field("V") ?? field("S") ?? ""
    state = field("C") ?? ""
    let whole = unsafe PQresultErrorMessage(result).map { unsafe String(cString: $0) } ?? ""
    message = field("M") ?? whole.split(whereSeparator: \.isNewline).joined(separator: " ")
    detail = field("D")
    hint = field("H")
    position = field("P").flatMap { Int($0) }
    context = field("W")
  }

  /// Whether the server ended the session with it.
  var endsSession: Bool { severity == "FATAL" || severity == "PANIC" }

  /// The text for people, one line for each part.
  var notice: String {
    let head = severity.isEmpty ? message : "\(severity): \(message)"
    let parts = [head, detail.map { "DETAIL: \($0)" }, hint.map { "HINT: \($0)" }]
    return parts.compactMap { $0 }.map { $0 + "\n" }.joined()
  }

  /// Detail and hint as one text.
  var explanation: String? {
    let parts = [detail, hint.map { "Hint: \($0)" }].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}
