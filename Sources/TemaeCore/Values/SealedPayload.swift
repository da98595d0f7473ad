/// Bytes on their way into the journal: with the salt that their commitment covers.
public struct SealedPayload: Hashable, Sendable {
  /// What the event holds.
  public var commitment: Commitment
  /// Random bytes, at least 16.
  public var salt: [UInt8]
  /// The payload itself.
  public var bytes: [UInt8]

  /// Makes a sealed payload from its parts, which are not checked against each other.
  public init(commitment: Commitment, salt: [UInt8], bytes: [UInt8]) {
    self.commitment = commitment
    self.salt = salt
    self.bytes = bytes
  }
}
