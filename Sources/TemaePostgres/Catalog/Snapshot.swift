import TemaeCore

/// A read-only transaction in which the catalog and the contents of tables are read.
///
/// Everything in it is of one instant. Nothing in it can write, wait for long behind a lock, or
/// depend on what the role or the database sets for its sessions.
struct Snapshot {
  /// How long a question of ours waits for a lock, in seconds.
  static let lockTimeoutSeconds = 3

  let session: Session

  /// Takes a transaction that is open, in a session that was set up by ``prepare(_:)``.
  init(of session: Session) {
    self.session = session
  }

  /// Begins the transaction.
  ///
  /// - Parameters:
  ///   - session: A connection that nobody else uses.
  ///   - snapshot: The id of a snapshot that another session has exported and still holds.
  ///   - timeoutSeconds: How long a single question may take; for ever where it is `nil`.
  /// - Throws: what the server says about it.
  init(
    _ session: Session, at snapshot: String? = nil, timeoutSeconds: Int? = nil
  ) throws(Session.Trouble) {
    self.session = session
    try session.ask("begin isolation level repeatable read read only")
    if let snapshot { try session.ask("set transaction snapshot '\(Self.quoted(snapshot))'") }
    try Self.prepare(session, timeoutSeconds: timeoutSeconds)
  }

  /// Sets what holds for all questions of a session.
  static func prepare(
    _ session: Session, timeoutSeconds: Int? = nil
  ) throws(Session.Trouble) {
    var settings = Self.settings + [("statement_timeout", "\(timeoutSeconds ?? 0)s")]
    // Nobody waits for the digest of a large table once whoever asked for it is gone.
    if session.serverVersion >= 140_000 {
      settings.append(("client_connection_check_interval", "500ms"))
    }
    if session.serverVersion >= 170_000 { settings.append(("transaction_timeout", "0")) }
    try session.set(settings)
  }

  /// Ends the transaction.
  func end() throws(Session.Trouble) {
    try session.ask("rollback")
  }

  /// What decides how the server writes values and names out, beside limits for our questions.
  ///
  /// A client that stands still must not hold back the server's cleaning for ever.
  private static let settings = [
    ("search_path", ""), ("lock_timeout", "\(lockTimeoutSeconds)s"),
    ("row_security", "off"), ("timezone", "UTC"), ("datestyle", "ISO, YMD"),
    ("intervalstyle", "postgres"), ("bytea_output", "hex"), ("extra_float_digits", "1"),
    ("lc_monetary", "C"), ("xmloption", "content"), ("quote_all_identifiers", "off"),
    (
      "idle_in_transaction_session_timeout", "\(Connecting.idleInTransactionTimeoutSeconds)s"
    ),
  ].map { (name: $0.0, value: $0.1) }

  private static func quoted(_ text: String) -> String {
    text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
  }
}
