import TemaeCore

extension Attempt {
  // MARK: One transaction together with its marker

  mutating func performTransaction(_ script: Script, _ session: Session) throws(Ending) {
    try requireTables(script, session)
    let transaction = try begin("begin", session)
    try insertMarker(session)
    for migration in script.migrations { try register(migration, session) }
    for step in script.steps { try perform(step, session) }
    try requireSame(transaction, session)
    try refuseWhenCancelled(session)
    try commit(session)
  }

  private func requireTables(_ script: Script, _ session: Session) throws(Ending) {
    guard try exists("temae.marker", session) else {
      throw .refusal(
        "this database has no marker table, so the outcome of a change could not be settled after "
          + "a crash: run `temae target init` on it. Nothing was sent.")
    }
    let history = "supabase_migrations.schema_migrations"
    guard !script.migrations.isEmpty else { return }
    guard try exists(history, session) else {
      throw .refusal(
        "this database has no table \(history)(version, statements, name), "
          + "and history=supabase only adds rows to it. Nothing was sent.")
    }
  }

  private func exists(_ table: String, _ session: Session) throws(Ending) -> Bool {
    try own(session) { session throws(Session.Trouble) in
      try session.askValue("select pg_catalog.to_regclass($1) is not null", [table]) == "t"
    }
  }

  /// The first write of the transaction: it commits with the change or not at all, and it waits for
  /// whoever settles this very attempt.
  private func insertMarker(_ session: Session) throws(Ending) {
    let reply = session.send(
      "insert into temae.marker (run, activity, attempt, outcome) values ($1, $2, $3, 'done')",
      [order.run, order.activity, String(order.attempt)], patience: patience)
    if case .refused(let message) = reply, message.state == "23505" {
      throw Ending(
        status: .failed(
          SQLFailure(
            state: message.state,
            message: "this attempt was settled before it began: its marker is already there. "
              + "Nothing was sent; resume to begin a new attempt.",
            detail: message.explanation)))
    }
    try requireDone(reply, of: nil, session)
  }

  private func register(_ migration: Migration, _ session: Session) throws(Ending) {
    let reply = session.send(
      """
      insert into supabase_migrations.schema_migrations (version, statements, name)
      values ($1, $2::pg_catalog.text[], $3)
      """, [migration.version, migration.statementsLiteral, migration.name])
    try requireDone(reply, of: nil, session)
  }

  private func commit(_ session: Session) throws(Ending) {
    switch session.send("commit", patience: patience) {
    case .done(let done) where done.tag == "COMMIT": return
    case .done(let done):
      throw .refusal("the server answered COMMIT with \(done.tag): the transaction was undone")
    case .refused(let message):
      throw Ending(status: .failed(failure(message, of: nil, mayHaveTakenEffect: false)))
    case .broken(let message):
      throw Ending(
        status: .lost(
          "the connection broke after COMMIT was sent: it may have committed or not "
            + "(\(message.message)). The marker tells."))
    }
  }

  // MARK: One statement outside a transaction

  mutating func performSingle(_ script: Script, _ session: Session) throws(Ending) {
    if let index = order.drops { try requireInvalid(index, session) }
    for step in script.steps {
      try perform(step, session)
      try requireValid(step, session)
    }
  }

  // MARK: Transactions of its own

  mutating func performAsWritten(_ script: Script, _ session: Session) throws(Ending) {
    do {
      for step in script.steps {
        try perform(step, session)
        try requireValid(step, session)
      }
    } catch {
      guard case .failed(var failure) = error.status, hasCommitted else { throw error }
      failure.mayHaveTakenEffect = true
      throw Ending(status: .failed(failure))
    }
  }

  // MARK: What never stays

  mutating func performDiscarded(_ script: Script, _ session: Session) throws(Ending) {
    let transaction = try begin("begin", session)
    for step in script.steps { try perform(step, session) }
    try requireSame(transaction, session)
    // What COMMIT would have checked is checked all the same.
    try requireDone(
      session.send("set constraints all immediate", patience: patience), of: nil, session)
    try rollback(session)
  }

  mutating func performReadOnly(_ script: Script, _ session: Session) throws(Ending) {
    // `begin` asks for the time, which takes the snapshot: after it no function can make the
    // transaction writable again.
    let transaction = try begin("begin read only", session)
    for step in script.steps { try perform(step, session) }
    try requireSame(transaction, session)
    try requireNothingWritten(session)
    try rollback(session)
  }

  /// Catches what a read-only transaction lets through: large objects before PostgreSQL 16, say.
  private func requireNothingWritten(_ session: Session) throws(Ending) {
    let function =
      session.serverVersion >= 130_000
      ? "pg_current_xact_id_if_assigned" : "txid_current_if_assigned"
    let reply = session.send("select pg_catalog.\(function)()", patience: patience)
    try requireDone(reply, of: nil, session)
    guard case .done(let done) = reply, done.table?.rows == [[nil]] else {
      throw .refusal(
        "the block wrote although it may only read: the server gave it a transaction id. "
          + "It was rolled back.")
    }
  }

  private func rollback(_ session: Session) throws(Ending) {
    try requireDone(session.send("rollback", patience: patience), of: nil, session)
  }

  // MARK: The transaction

  /// Opens the transaction and gives back when it began, by the server's clock.
  private func begin(_ statement: String, _ session: Session) throws(Ending) -> String? {
    try own(session) { session throws(Session.Trouble) in
      try session.ask(statement)
      return try session.askValue(Self.beginning)
    }
  }

  /// In microseconds, so that no setting changes how it is written.
  private static let beginning =
    "select (extract(epoch from pg_catalog.now()) * 1000000)::pg_catalog.int8::pg_catalog.text"

  /// Whether the statements are still in the transaction that began with the marker: a
  /// `COMMIT AND CHAIN` leaves one open, but another one.
  private func requireSame(_ transaction: String?, _ session: Session) throws(Ending) {
    let reply = session.send(Self.beginning, patience: patience)
    try requireDone(reply, of: nil, session)
    guard case .done(let done) = reply, done.table?.rows == [[transaction]] else {
      throw Self.endedEarly(of: nil)
    }
  }
}
