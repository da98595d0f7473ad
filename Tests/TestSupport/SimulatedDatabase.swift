import Synchronization
package import TemaeCore
import TemaeRunner

/// A database server with a table of markers: a test says what each attempt returns.
package final class SimulatedDatabase: DatabasePort {
  /// How an attempt goes.
  package struct Behaviour: Sendable {
    /// How it ends, as far as the client knows.
    package var status = SQLEnd.Status.succeeded
    /// What the last statement returns.
    package var rows: [[String?]] = [["t"]]
    /// Whether rows were left out.
    package var isTruncated = false
    /// Whether an attempt that the client lost committed all the same.
    package var commits = true
    /// Whether it goes on until it is cancelled.
    package var isHeld = false
    /// Notices that it raises.
    package var notices = ""

    package init() {}

    /// Returns these rows.
    package static func returns(_ rows: [[String?]]) -> Behaviour {
      var behaviour = Behaviour()
      behaviour.rows = rows
      return behaviour
    }

    /// Is refused by the server.
    package static func fails(_ message: String, state: String = "42P01") -> Behaviour {
      var behaviour = Behaviour()
      behaviour.status = .failed(SQLFailure(state: state, message: message))
      behaviour.commits = false
      return behaviour
    }
  }

  private struct Content {
    var markers: [String: MarkerVerdict] = [:]
    var markerOrder: [String] = []
    var effects: [String] = []
    var performed: [SQLOrder] = []
    var violations: [String] = []
    var cancelled: Set<String> = []
    var isReachable = true
    var rivals: [TargetHold.Holder] = []
    var holds = 1
    var proofs = 0
    var losesHold: Int?
    var happening: (@Sendable () async -> Void)?

    mutating func mark(_ key: String, _ verdict: MarkerVerdict) {
      if markers.updateValue(verdict, forKey: key) == nil { markerOrder.append(key) }
    }
  }

  private let journal: SimulatedJournal
  private let clock: SimulatedClock
  private let identities: @Sendable (_ connection: String) throws -> TargetIdentity
  private let behave: @Sendable (SQLOrder) -> Behaviour
  private let content = Mutex(Content())

  package init(
    journal: SimulatedJournal, clock: SimulatedClock,
    identities: @escaping @Sendable (_ connection: String) throws -> TargetIdentity = { _ in
      .sample
    },
    behave: @escaping @Sendable (SQLOrder) -> Behaviour
  ) {
    self.journal = journal
    self.clock = clock
    self.identities = identities
    self.behave = behave
  }

  // MARK: What tests look at and do

  /// Activities whose changes took effect, once for each time.
  package var effects: [String] { content.withLock { $0.effects } }
  /// Every order that was performed.
  package var performed: [SQLOrder] { content.withLock { $0.performed } }
  /// What a driver did that it must never do.
  package var violations: [String] { content.withLock { $0.violations } }
  /// Attempts that were cancelled.
  package var cancelled: Set<String> { content.withLock { $0.cancelled } }

  /// Goes back to a backup in place, and keeps the table of markers.
  package func restore() {
    content.withLock { content in
      for (key, verdict) in content.markers where verdict == .done {
        content.markers[key] = .restored
      }
    }
  }

  /// A standby becomes the server that lacks these markers, `activity#attempt`, and all that came later.
  package func loseMarkers(_ keys: [String]) {
    content.withLock { content in
      guard let first = content.markerOrder.firstIndex(where: keys.contains) else { return }
      for key in content.markerOrder[first...] { content.markers[key] = nil }
      content.markerOrder.removeSubrange(first...)
    }
  }

  /// From now on no connection comes about.
  package func loseNetwork() { content.withLock { $0.isReachable = false } }

  /// Somebody else drives a run on the database.
  package func setRivals(_ rivals: [TargetHold.Holder]) { content.withLock { $0.rivals = rivals } }

  /// Loses the hold just before it is asked for so many times.
  package func loseHold(before proof: Int) { content.withLock { $0.losesHold = proof } }

  /// Does this while a driver next waits for its hold.
  package func whileHolding(_ happening: @escaping @Sendable () async -> Void) {
    content.withLock { $0.happening = happening }
  }

  // MARK: The port

  package func identity(
    connection: String, connectTimeoutSeconds: Int
  ) async throws -> TargetIdentity { try identities(connection) }

  package func hold(_ order: HoldOrder) async throws -> TargetHold {
    let happening = content.withLock { content in
      defer { content.happening = nil }
      return content.happening
    }
    await happening?()
    return content.withLock { content in
      guard content.rivals.isEmpty else { return .refused(content.rivals) }
      content.proofs += 1
      if content.losesHold == content.proofs { content.holds += 1 }
      return .held(process: content.holds, beside: [])
    }
  }

  package func perform(
    _ order: SQLOrder, onOutput: @escaping @Sendable (OutputStream, [UInt8]) -> Void
  ) async -> SQLEnd {
    let behaviour = behave(order)
    let isIntended = journal.entries.contains { entry in
      guard case .attemptIntended(let intent) = entry.event else { return false }
      return intent.activity == order.activity && intent.attempt == order.attempt
    }
    let key = Self.key(order)
    content.withLock { content in
      content.performed.append(order)
      if !isIntended { content.violations.append("\(key) begins without its intent") }
    }
    if !behaviour.notices.isEmpty { onOutput(.notice, Array(behaviour.notices.utf8)) }
    while behaviour.isHeld, !content.withLock({ $0.cancelled.contains(key) }) {
      await clock.sleep(milliseconds: 20)
    }
    return finish(order, behaviour, key, onOutput)
  }

  private func finish(
    _ order: SQLOrder, _ behaviour: Behaviour, _ key: String,
    _ onOutput: @Sendable (OutputStream, [UInt8]) -> Void
  ) -> SQLEnd {
    content.withLock { content in
      if content.cancelled.contains(key) {
        let failure = SQLFailure(state: "57014", message: "canceling statement due to user request")
        return SQLEnd(status: .failed(failure), durationMicroseconds: 1000)
      }
      if order.mode == .transaction, content.markers[key] == .void {
        let failure = SQLFailure(state: "23505", message: "duplicate key: the tombstone stands")
        return SQLEnd(status: .failed(failure), durationMicroseconds: 1000)
      }
      if behaviour.commits, order.mode == .transaction || order.mode.isUnmarked {
        content.effects.append(order.activity)
        if order.mode == .transaction { content.mark(key, .done) }
      }
      let table = ResultTable(
        columns: ["?column?"], rows: behaviour.rows, isTruncated: behaviour.isTruncated)
      if !table.rows.isEmpty { onOutput(.result, Array("\(table.text)\n".utf8)) }
      return SQLEnd(
        status: behaviour.status, target: .sample,
        statements: [.init(file: nil, line: 1, tag: "SELECT 1", rows: 1, durationMicroseconds: 5)],
        result: table, durationMicroseconds: 1000)
    }
  }

  package func cancel(run: String, activity: String, attempt: Int) {
    content.withLock { _ = $0.cancelled.insert("\(activity)#\(attempt)") }
  }

  package func settle(_ order: SQLOrder, waitSeconds: Int) async throws -> MarkerVerdict {
    try content.withLock { content in
      guard content.isReachable else { throw SimulatedFault() }
      let verdict = content.markers[Self.key(order)] ?? .void
      content.mark(Self.key(order), verdict)
      return verdict
    }
  }

  package func sessions(
    connection: String, pinned: Pin?, applicationName: String
  ) async throws -> [String] {
    []
  }

  package func indexes(
    connection: String, pinned: Pin?, of statement: ConcurrentIndex
  ) async throws -> IndexReport {
    IndexReport(indexes: [])
  }

  package func environment(of connection: String) throws -> [EnvironmentVariable] {
    let password = connection.split(separator: "password=").dropFirst().first.map(String.init)
    return [EnvironmentVariable(name: "PGDATABASE", value: "tea")]
      + (password.map { [EnvironmentVariable(name: "PGPASSWORD", value: $0)] } ?? [])
  }

  private static func key(_ order: SQLOrder) -> String { "\(order.activity)#\(order.attempt)" }
}
