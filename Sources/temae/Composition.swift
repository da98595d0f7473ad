public import TemaeCore
public import TemaeJournal
public import TemaePostgres
public import TemaeRunner
public import TemaeShell

// Here, and only here, adapters meet the ports. Where shapes agree, a line is enough.

extension ShellAttempts: ShellPort {}

extension SystemClock: ClockPort {
  func sleep(milliseconds: Int) async {
    try? await Task.sleep(nanoseconds: UInt64(milliseconds) * 1_000_000)
  }
}

extension PostgresDatabase: DatabasePort {
  /// Settles an attempt by its marker, or by a tombstone in its place.
  public func settle(_ order: SQLOrder, waitSeconds: Int) async throws -> MarkerVerdict {
    try await settle(
      connection: order.connection, pinned: order.pinned, run: order.run,
      activity: order.activity, attempt: order.attempt, waitSeconds: waitSeconds)
  }

  /// The libpq variables of a connection string.
  public func environment(of connection: String) throws -> [EnvironmentVariable] {
    try Self.environment(of: connection)
  }
}

/// A refused append is an outcome to the driver, an error to the journal.
extension Journal: JournalPort {
  /// Appends all or nothing in one durable transaction.
  public func record(
    _ drafts: [EventDraft], payloads: [SealedPayload], condition: AppendCondition
  ) throws -> AppendResult {
    do {
      return .recorded(try append(drafts, payloads: payloads, condition: condition))
    } catch JournalError.conflict(let position) {
      return .conflict(position: position)
    } catch JournalError.fenced(let epoch) {
      return .fenced(epoch: epoch)
    } catch JournalError.diskFull(_, isBallastReleased: true) {
      return .full
    }
  }

  /// The run's entries after a position.
  public func entries(run: String, after position: Int) throws -> [Entry] {
    try entries(run: run, after: position, limit: nil)
  }

  /// Where an attempt's directory lies, relative to the journal's.
  public func attemptDirectory(run: String, activity: String, attempt: Int, epoch: Int) -> String {
    place.attemptDirectory(run: run, activity: activity, attempt: attempt, epoch: epoch)
  }
}
