/// What an event says of bytes that it does not hold: SHA-256(salt ‖ bytes), length and media type.
///
/// Output, free text, values from the target and the runbook itself lie in the journal's payloads,
/// so that they can be erased while the proof stays whole.
public struct Commitment: Hashable, Sendable {
  /// SHA-256 over the payload's salt followed by its bytes.
  public var digest: Digest
  /// The number of bytes, without the salt.
  public var length: Int
  /// The media type: `text/plain`, `text/markdown`, `application/json`, `application/octet-stream`.
  public var media: String

  /// Makes a commitment from its parts.
  public init(digest: Digest, length: Int, media: String) {
    self.digest = digest
    self.length = length
    self.media = media
  }
}
