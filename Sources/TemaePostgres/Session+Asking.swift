import TemaeCore

extension Session {
  /// What to do with a question of ours that the server did not answer.
  struct Trouble: Error {
    var message: ServerMessage
    var isBroken: Bool

    func error(place: String) -> PostgresError {
      isBroken
        ? .broken(place: place, reason: message.message)
        : .refused(
          SQLFailure(state: message.state, message: message.message, detail: message.explanation))
    }
  }

  /// Sends a statement of ours and gives back its rows.
  @discardableResult
  func ask(
    _ sql: String, _ parameters: [String?] = [], patience: Patience = Connecting.patience
  ) throws(Trouble) -> [[String?]] {
    switch send(sql, parameters, patience: patience) {
    case .done(let done): return done.table?.rows ?? []
    case .refused(let message): throw Trouble(message: message, isBroken: false)
    case .broken(let message): throw Trouble(message: message, isBroken: true)
    }
  }

  /// Sends a statement of ours and hands its rows out one by one, however many there are.
  func stream(
    _ sql: String, _ parameters: [String?] = [],
    onRow: @escaping (_ columns: [String], _ row: [String?]) -> Void
  ) throws(Trouble) {
    switch send(sql, parameters, ResultCollector(onRow: onRow), nil) {
    case .done: break
    case .refused(let message): throw Trouble(message: message, isBroken: false)
    case .broken(let message): throw Trouble(message: message, isBroken: true)
    }
  }

  /// The only value of a statement's only row.
  func askValue(_ sql: String, _ parameters: [String?] = []) throws(Trouble) -> String? {
    try ask(sql, parameters).first?.first ?? nil
  }

  /// As ``askValue(_:_:)``, where a role may lack the right to know.
  func askValueIfPermitted(_ sql: String) throws(Trouble) -> String? {
    try askIfPermitted(sql)?.first?.first ?? nil
  }

  /// As ``ask(_:_:)``, where a role may lack the right to know.
  func askIfPermitted(_ sql: String) throws(Trouble) -> [[String?]]? {
    do {
      return try ask(sql)
    } catch {
      // Insufficient privilege; a function that this server lacks.
      guard ["42501", "42883"].contains(error.message.state) else { throw error }
      return nil
    }
  }

  /// Sets what holds for the whole session.
  func set(_ settings: [(name: String, value: String)]) throws(Trouble) {
    let calls = settings.indices.map {
      "pg_catalog.set_config($\($0 * 2 + 1), $\($0 * 2 + 2), false)"
    }
    try ask("select " + calls.joined(separator: ", "), settings.flatMap { [$0.name, $0.value] })
  }

  /// Does several questions, with their trouble in words for people.
  func asking<Value>(
    _ body: (Session) throws(Trouble) -> Value
  ) throws(PostgresError) -> Value {
    do {
      return try body(self)
    } catch {
      throw error.error(place: place)
    }
  }
}
