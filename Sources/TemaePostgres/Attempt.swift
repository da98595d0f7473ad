import TemaeCore

/// Performs one attempt over a connection of its own, from the first to the last statement.
struct Attempt {
  let order: SQLOrder
  let inFlight: InFlightAttempts
  let onOutput: @Sendable (OutputStream, [UInt8]) -> Void
  var statements: [SQLEnd.Statement] = []
  var result: ResultTable?
  var target: TargetIdentity?
  var catalog: CatalogReading?
  var started = ContinuousClock.now
  /// Whether something of a text that is sent as written is committed.
  var hasCommitted = false
  /// Sees whether the server is at work while nothing arrives.
  private(set) var look: SecondLook?

  init(
    _ order: SQLOrder, inFlight: InFlightAttempts,
    onOutput: @escaping @Sendable (OutputStream, [UInt8]) -> Void
  ) {
    self.order = order
    self.inFlight = inFlight
    self.onOutput = onOutput
  }

  var key: InFlightAttempts.Key {
    InFlightAttempts.Key(run: order.run, activity: order.activity, attempt: order.attempt)
  }

  /// Whether a broken connection leaves the outcome open.
  ///
  /// Reads and what is discarded never commit.
  var isBindingWhenBroken: Bool {
    switch order.mode {
    case .transaction, .single, .asWritten: true
    case .discarded, .readOnly: false
    }
  }

  /// Performs the attempt; blocks until it ended.
  mutating func run() -> SQLEnd {
    inFlight.begin(key)
    defer { inFlight.end(key) }
    var status = SQLEnd.Status.succeeded
    do {
      try perform()
    } catch {
      status = error.status
    }
    return SQLEnd(
      status: status, target: target, statements: statements, result: result, catalog: catalog,
      durationMicroseconds: Self.microseconds(since: started))
  }

  static func microseconds(since start: ContinuousClock.Instant) -> Int {
    Int((ContinuousClock.now - start) / .microseconds(1))
  }

  private mutating func perform() throws(Ending) {
    if let question = order.catalog { return try performReading(question) }
    let script = try Script(order)
    let session = try connect()
    inFlight.connected(key, session.cancelHandle)
    try observeTarget(session)
    try prepare(session)
    try requireHold(session)
    started = ContinuousClock.now
    do {
      switch order.mode {
      case .transaction: try performTransaction(script, session)
      case .single: try performSingle(script, session)
      case .asWritten: try performAsWritten(script, session)
      case .discarded: try performDiscarded(script, session)
      case .readOnly: try performReadOnly(script, session)
      }
    } catch {
      // Undone before anybody reads the end: closing the connection would not wait for it.
      if !session.isIdle { _ = session.send("rollback", patience: patience) }
      throw error
    }
  }

  func connect() throws(Ending) -> Session {
    do {
      let onOutput = onOutput
      return try Session(
        ConnectionString(order.connection), applicationName: order.applicationName,
        connectTimeoutSeconds: Connecting.timeoutSeconds
      ) { onOutput(.notice, Array($0.notice.utf8)) }
    } catch {
      throw Ending(status: .failed(error.failure))
    }
  }

  /// On the very connection that will carry the statements, before any of them.
  mutating func observeTarget(_ session: Session) throws(Ending) {
    let observed: TargetIdentity
    do {
      observed = try session.identity()
    } catch {
      throw Ending(status: .failed(error.failure))
    }
    target = observed
    if let pinned = order.pinned, let difference = pinned.difference(of: observed) {
      throw Ending(status: .mismatched(difference))
    }
  }

  /// Asked last, over the connection that will send: whoever takes the database over later finds this
  /// connection and waits for its end, and whoever took it over before is found here.
  private func requireHold(_ session: Session) throws(Ending) {
    guard let holder = order.holder else { return }
    let isHeld = try own(session) { session throws(Session.Trouble) in
      try session.askValue("select \(TargetLock.isHeld(String(holder)))", [order.run]) == "t"
    }
    guard isHeld else {
      throw Ending(
        status: .unheld(
          "process \(holder) of the server does not hold the database for this runner any more: "
            + "its connection was lost, or somebody ended it"))
    }
  }

  mutating func prepare(_ session: Session) throws(Ending) {
    var settings = [
      ("lock_timeout", changesIndexConcurrently ? "0" : "\(Connecting.lockTimeoutSeconds)s"),
      ("statement_timeout", "\(order.timeoutSeconds ?? 0)s"),
      (
        "idle_in_transaction_session_timeout", "\(Connecting.idleInTransactionTimeoutSeconds)s"
      ),
    ]
    if order.mode == .readOnly { settings.append(("default_transaction_read_only", "on")) }
    // A statement outside a transaction is better finished than stopped half-way.
    if !order.mode.isUnmarked, session.serverVersion >= 140_000 {
      settings.append(("client_connection_check_interval", "500ms"))
    }
    look = try own(session) { session throws(Session.Trouble) in
      try session.set(settings)
      return try SecondLook(session)
    }
  }

  /// Waiting for older transactions is what such a statement does, and nobody queues behind it; giving
  /// up half-way would leave an invalid index.
  private var changesIndexConcurrently: Bool {
    guard order.mode.isUnmarked else { return false }
    let statements = order.pieces.flatMap { (try? SQLText.statements(of: $0.text)) ?? [] }
    return statements.contains { ConcurrentIndex($0.text) != nil }
  }

  /// Statements of ours before any of the block's: whatever goes wrong with them, nothing was done.
  func own<Value>(
    _ session: Session, _ body: (Session) throws(Session.Trouble) -> Value
  ) throws(Ending) -> Value {
    do {
      return try body(session)
    } catch {
      throw Ending(status: .failed(error.error(place: session.place).failure))
    }
  }
}

extension PostgresError {
  /// The same as the failure of an attempt that had no effect.
  var failure: SQLFailure {
    if case .refused(let failure) = self { return failure }
    if case .badDeclaration(_, _, let state) = self {
      return SQLFailure(state: state, message: description)
    }
    return SQLFailure(state: "", message: description)
  }
}
