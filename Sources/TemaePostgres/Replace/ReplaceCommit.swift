import Glibc
import TemaeCore

/// Commits what was restored, and finds out whether it was where the answer does not come.
struct ReplaceCommit {
  let order: ReplaceOrder
  let session: Session
  /// The timeline on which it began: on another one, the server's memory is not of this transaction.
  let timeline: Int
  /// How long the server is asked again before a person has to.
  var patience = Duration.seconds(30)

  /// Commits.
  func run() throws(PostgresError) {
    let transaction = try session.asking { session throws(Session.Trouble) in
      try RestoreTable.note(order, session)
      return try session.askValue("select txid_current()") ?? ""
    }
    switch session.send("commit") {
    case .done(let done) where done.tag == "COMMIT": return
    case .done:
      throw .notReplaced(reason: "the server rolled it back")
    case .refused(let message):
      throw .notReplaced(reason: "the server refused to commit: \(message.message)")
    case .broken: try settle(transaction)
    }
  }

  /// Asks the server that came to know: it remembers how each transaction ended.
  func settle(_ transaction: String) throws(PostgresError) {
    let start = ContinuousClock.now
    repeat {
      switch verdict(transaction) {
      case "committed": return
      case "aborted":
        throw .notReplaced(reason: "the connection broke, and the server rolled it back")
      default: _ = Glibc.poll(nil, 0, 500)
      }
    } while ContinuousClock.now - start < patience
    throw .undecided(transaction: transaction, place: session.place)
  }

  private func verdict(_ transaction: String) -> String? {
    let other = try? Session(
      ConnectionString(order.connection), applicationName: "temae restore",
      connectTimeoutSeconds: Connecting.timeoutSeconds)
    guard let other, let found = try? other.identity(), (try? order.require(found)) != nil,
      found.timeline == timeline
    else { return nil }
    let reply = other.send(
      "select pg_catalog.txid_status($1::bigint)", [transaction],
      patience: Connecting.shortPatience)
    guard case .done(let done) = reply else { return nil }
    return done.table?.rows.first?.first ?? nil
  }
}
