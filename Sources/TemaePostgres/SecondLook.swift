import Glibc
import TemaeCore

/// Asks over another connection whether the server is still at work on what was sent, while nothing
/// arrives.
///
/// Keepalives notice a network that is gone. They do not notice a proxy that keeps its end open and
/// passes nothing on: its kernel answers them.
final class SecondLook {
  /// How often in a row the same bad sign is seen before nobody waits any longer.
  private static let signs = 3

  /// How long nothing may arrive before a look, in seconds.
  let seconds: Int
  private let pauseSeconds: Int
  private let connection: ConnectionString
  /// The process that serves the connection, and since when its server runs.
  private let process: String, server: String
  private var idleLooks = 0

  /// Will look for the process that serves a connection.
  init(_ session: Session) throws(Session.Trouble) {
    connection = session.connection
    seconds = connection.keepalives.lookSeconds
    pauseSeconds = connection.keepalives.interval
    let row = try session.ask("select pg_catalog.pg_backend_pid(), \(Self.server)").first
    process = (row?.first ?? nil) ?? ""
    server = (row?.last ?? nil) ?? ""
  }

  private static let server =
    "pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time())::pg_catalog.text"

  /// Looks, and where nobody is reached twice more.
  func verdict() -> Session.Patience.Verdict {
    for attempt in 1... {
      let trouble: String
      do {
        let found = try look()
        // Where several servers share a name, another one knows nothing of the process.
        guard found.server != server else { return verdict(found.state) }
        trouble = "another server answers there"
      } catch {
        trouble = "\(error)"
      }
      // Whom the server refuses has reached it: there are too many connections, say.
      guard !trouble.contains("FATAL:") else { break }
      guard attempt < Self.signs else {
        return .giveUp("nothing arrives any more, nor over another connection: \(trouble)")
      }
      sleep(UInt32(pauseSeconds))
    }
    return .waitOn
  }

  private func verdict(_ state: String?) -> Session.Patience.Verdict {
    guard let state else { return .giveUp("the server has no process \(process) any more") }
    idleLooks = state.hasPrefix("idle") ? idleLooks + 1 : 0
    guard idleLooks >= Self.signs else { return .waitOn }
    return .giveUp("the server has answered long ago, and the answer does not arrive")
  }

  /// Which server answers, and what the process does; `nil` where it has none.
  private func look() throws(PostgresError) -> (server: String, state: String?) {
    let session = try Session(
      connection, applicationName: "temae", connectTimeoutSeconds: Connecting.timeoutSeconds)
    return try session.asking { session throws(Session.Trouble) in
      // Without the right to see it, it counts as at work.
      let rows = try session.ask(
        """
        select \(Self.server), (select coalesce(state, 'hidden')
          from pg_catalog.pg_stat_activity where pid = $1::pg_catalog.int4)
        """, [process], patience: Connecting.shortPatience)
      return ((rows.first?.first ?? nil) ?? "", rows.first?.last ?? nil)
    }
  }
}
