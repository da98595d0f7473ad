public import TemaeCore

/// Where SQL activities run.
public protocol DatabasePort: Sendable {
  /// Connects and says who is there.
  func identity(
    connection: String, connectTimeoutSeconds: Int
  ) async throws -> TargetIdentity

  /// Holds a database as long as this process lives, or proves that it still does.
  func hold(_ order: HoldOrder) async throws -> TargetHold

  /// Performs an attempt; the end says what happened.
  func perform(
    _ order: SQLOrder, onOutput: @escaping @Sendable (OutputStream, [UInt8]) -> Void
  ) async -> SQLEnd

  /// Ends the statement that the attempt has in flight.
  func cancel(run: String, activity: String, attempt: Int)

  /// Settles an attempt by its marker, or by a tombstone in its place.
  func settle(_ order: SQLOrder, waitSeconds: Int) async throws -> MarkerVerdict

  /// Who is still connected to the pinned target under an attempt's application name; throws when
  /// the connection leads to another one.
  func sessions(
    connection: String, pinned: Pin?, applicationName: String
  ) async throws -> [String]

  /// The indexes that a concurrent statement is about, and who still builds one of them.
  func indexes(
    connection: String, pinned: Pin?, of statement: ConcurrentIndex
  ) async throws -> IndexReport

  /// The libpq variables of a connection string, for shell blocks with `db=`.
  func environment(of connection: String) throws -> [EnvironmentVariable]
}
