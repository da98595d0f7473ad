import Synchronization
import TemaeCore

/// The sessions that hold databases for this process, for as long as it lives.
final class TargetHolds: Sendable {
  private let sessions = Mutex<[String: Held]>([:])

  /// A session and what it holds, used by one thread at a time: whoever has the mutex.
  private struct Held {
    var session: Session
    var beside: [String]
  }

  /// Holds a database, or proves that it still does; a hold that was lost is taken anew, if nobody
  /// else has it.
  func hold(_ order: HoldOrder) throws(PostgresError) -> TargetHold {
    try sessions.withLock { sessions throws(PostgresError) in
      let lock = TargetLock(order: order)
      if let held = sessions[order.connection], let process = lock.check(held.session) {
        return .held(process: process, beside: held.beside)
      }
      // Closed first: its own hold, if it lives, would stand in the way of the next one.
      sessions[order.connection] = nil
      let taken = try lock.take()
      if let session = taken.session, case .held(_, let beside) = taken.hold {
        sessions[order.connection] = Held(session: session, beside: beside)
      }
      return taken.hold
    }
  }
}
