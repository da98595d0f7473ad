public import TemaeCore

/// Where events become durable.
public protocol JournalPort: Sendable {
  /// Salts bytes and commits to them; they become durable with the append that carries them.
  func seal(_ bytes: [UInt8], media: String) -> SealedPayload

  /// Appends all or nothing in one durable transaction.
  ///
  /// - Throws: When the outcome is unknown or the journal cannot be written; the driver then ends.
  ///   A full disk is thrown only where no reserve is left.
  func record(
    _ drafts: [EventDraft], payloads: [SealedPayload], condition: AppendCondition
  ) throws -> AppendResult

  /// The run's entries after a position, oldest first.
  func entries(run: String, after position: Int) throws -> [Entry]

  /// The bytes behind a commitment; `nil` when they were erased.
  func payload(_ commitment: Commitment) throws -> [UInt8]?

  /// The leaf hash of an entry.
  func leaf(of entry: Entry) -> Digest

  /// Where an attempt's directory lies, relative to the journal's.
  func attemptDirectory(run: String, activity: String, attempt: Int, epoch: Int) -> String

  /// A number that changes when another process has written.
  func dataVersion() throws -> Int
}
