import Synchronization
import TemaeCore
import TemaePostgres
import TestSupport

/// An empty database of the shared cluster, with what tests do to it.
struct TestDatabase: Sendable {
  let cluster: PostgresCluster
  let connection: String
  let postgres = PostgresDatabase()

  /// Makes a database, with the marker table unless told otherwise.
  init(markers: Bool = true) async throws {
    cluster = try PostgresCluster.shared()
    connection = try cluster.makeDatabase()
    if markers { _ = try await postgres.makeMarkerTable(connection: connection) }
  }

  /// What psql prints, asked over another connection.
  @discardableResult
  func psql(_ sql: String) throws -> String { try cluster.psql(connection, sql) }

  func order(
    _ mode: SQLOrder.Mode, _ text: String, activity: String = "6/push", attempt: Int = 1
  ) -> SQLOrder {
    SQLOrder(
      connection: connection, pinned: nil, run: "r1", activity: activity, attempt: attempt,
      mode: mode, pieces: [SQLOrder.Piece(file: nil, text: text, firstLine: 1)],
      applicationName: "temae/0123456789abcdef")
  }

  func perform(_ order: SQLOrder, _ output: RecordedOutput = RecordedOutput()) async -> SQLEnd {
    await postgres.perform(order, onOutput: output.record)
  }

  func perform(_ mode: SQLOrder.Mode, _ text: String) async -> SQLEnd {
    await perform(order(mode, text))
  }

  /// The database as it is now, pinned for a run.
  func pin() async throws -> Pin {
    Pin(try await postgres.identity(connection: connection, connectTimeoutSeconds: 10), run: "r1")
  }

  func settle(attempt: Int = 1, waitSeconds: Int = 10) async throws -> MarkerVerdict {
    try await postgres.settle(
      connection: connection, pinned: nil, run: "r1", activity: "6/push", attempt: attempt,
      waitSeconds: waitSeconds)
  }

  /// The marker rows, `attempt|outcome` in each line.
  func markers() throws -> String {
    try psql("select attempt, outcome from temae.marker order by attempt")
  }

  /// Waits until a question has `t` as its answer; false when it never has.
  func waits(until question: String) async throws -> Bool {
    for _ in 0..<200 {
      if try psql(question) == "t" { return true }
      try await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  /// Waits until a backend of the attempt sleeps in `pg_sleep`.
  func waitsUntilSleeping() async throws -> Bool {
    try await waits(
      until: """
        select exists (select from pg_stat_activity where datname = current_database()
          and application_name = 'temae/0123456789abcdef' and wait_event = 'PgSleep')
        """)
  }

  /// Waits until somebody who settles the attempt waits for its backend.
  func waitsUntilSettling() async throws -> Bool {
    try await waits(
      until: """
        select exists (select from pg_stat_activity where datname = current_database()
          and application_name = 'temae' and wait_event_type = 'Lock')
        """)
  }

  /// A statement that lasts until ``release()``, however slow the machine is.
  static let untilReleased = """
    do $$ begin
      while not exists (select from pg_class where relname = 'released') loop
        perform pg_sleep(0.05);
      end loop;
    end $$
    """

  func release() throws { try psql("create table public.released ()") }

  /// Ends the attempt's backend, as an administrator or a crash would.
  func terminateBackend() throws {
    try psql(
      """
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
        and application_name = 'temae/0123456789abcdef'
      """)
  }
}

/// Keeps what an attempt showed while it ran.
final class RecordedOutput: Sendable {
  private let pieces = Mutex<[(stream: OutputStream, bytes: [UInt8])]>([])

  @Sendable func record(_ stream: OutputStream, _ bytes: [UInt8]) {
    pieces.withLock { $0.append((stream, bytes)) }
  }

  func text(_ stream: OutputStream) -> String {
    let bytes = pieces.withLock { $0.filter { $0.stream == stream }.flatMap(\.bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension SQLEnd {
  /// The failure, where it ended with one.
  var failure: SQLFailure? {
    if case .failed(let failure) = status { failure } else { nil }
  }

  /// Why it was lost, where it was.
  var lostReason: String? {
    if case .lost(let reason) = status { reason } else { nil }
  }
}
