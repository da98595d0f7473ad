public import TemaeCore

/// Why a database could not be asked.
///
/// Only questions throw: an attempt that was performed always ends in a ``TemaeCore/SQLEnd``. No
/// case ever holds a password.
public enum PostgresError: Error, Hashable, Sendable {
  /// libpq cannot use the connection string; the text says why without repeating any of it.
  case badConnectionString(reason: String)
  /// Nobody answered, or the server let nobody in.
  case unreachable(place: String, reason: String)
  /// A pooler hands every transaction to another session, so nothing set on a session holds.
  case transactionPooler(place: String)
  /// The connection reached another target than the pinned one; nothing was sent.
  case mismatched(difference: String)
  /// An attempt is still at work on the server; the holder is named by process id and state.
  case busy(waitedSeconds: Int, holder: String)
  /// The server refused a statement of ours.
  case refused(SQLFailure)
  /// The connection broke while a statement of ours was under way.
  case broken(place: String, reason: String)
  /// The marker table is not the one that `temae target init` makes.
  case foreignMarkerTable
  /// There is no scratch database to apply a file to.
  case noScratch(reason: String)
  /// A file that declares a schema cannot be applied; the place is `file:line`.
  case badDeclaration(place: String, reason: String, state: String)
  /// A program of PostgreSQL's is not on this machine, or older than the server.
  case noProgram(name: String, reason: String)
  /// The database could not be dumped as a whole.
  case notDumped(reason: String)
  /// The backup is of another database than the one that is to be put back to it.
  case otherDatabase(reason: String)
  /// A run, or another restore, holds the database.
  case held(by: String)
  /// The database was not put back, and is as it was.
  case notReplaced(reason: String)
  /// The server never said whether it committed a transaction of ours.
  case undecided(transaction: String, place: String)
  /// Somebody asked to stop.
  case interrupted
}

extension PostgresError: CustomStringConvertible {
  /// What happened, where, and what to do next.
  public var description: String {
    switch self {
    case .badConnectionString(let reason):
      "the connection string cannot be used: \(reason). "
        + "Give it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE or as keyword=value pairs."
    case .unreachable(let place, let reason):
      "no connection to PostgreSQL at \(place): \(reason). "
        + "Check that the server runs there and lets this role in, then try again."
    case .transactionPooler(let place):
      "the connection to \(place) goes through a pooler in transaction mode, where settings of a "
        + "session do not hold. Use the direct connection or the pooler's session mode."
    case .mismatched(let difference):
      "the database is not as the run pinned it: \(difference). Nothing was sent. "
        + "Check the variable with the connection string; after a failover or a restore: temae resume "
        + "--repin REASON."
    case .busy(let waitedSeconds, let holder):
      "an attempt is still at work on the server after \(waitedSeconds) s: \(holder). "
        + "Wait until it ends, or end it with pg_terminate_backend, then resume."
    case .refused(let failure):
      "the server refused: \(failure.message)\(failure.state.isEmpty ? "" : " (\(failure.state))")"
        + (failure.detail.map { ". \($0)" } ?? "")
    case .broken(let place, let reason):
      "the connection to \(place) broke: \(reason). Check the server and the network, then try again."
    case .foreignMarkerTable:
      "temae.marker exists but is not the table that `temae target init` makes (run, activity, "
        + "attempt, outcome, at; primary key (run, activity, attempt)). Rename it, then try again."
    case .noScratch(let reason):
      "there is no scratch database: \(reason)"
    case .badDeclaration(let place, let reason, _):
      "\(place): the file cannot be applied to a scratch database: \(reason). What it needs and does "
        + "not make itself stands in a file of its own: given=FILE, --given FILE."
    case .noProgram(let name, let reason):
      "\(name) cannot be used: \(reason)."
    case .notDumped(let reason):
      "the database was not backed up: \(reason)"
    case .otherDatabase(let reason):
      "the backup is not restored here: \(reason)"
    case .held(let holder):
      "nothing was restored: the database is held by \(holder). Restore in a block of that run, or with "
        + "temae do, or let it come to its end."
    case .notReplaced(let reason):
      "nothing was restored, and the database is as it was: \(reason)"
    case .undecided(let transaction, let place):
      "the connection to \(place) broke at the commit, and nobody knows whether the backup was "
        + "restored. The server knows: select txid_status(\(transaction)) says committed or aborted. "
        + "temae schema compare with the backup's capture.json says what is there."
    case .interrupted:
      "interrupted"
    }
  }
}
