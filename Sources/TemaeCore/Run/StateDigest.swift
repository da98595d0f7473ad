/// A run's state in one of its encodings, hashed: what a replay is compared with.
public struct StateDigest: Hashable, Sendable {
  /// The SHA-256 of the encoding's bytes.
  public var digest: Digest
  /// The number of the encoding.
  public var version: Int

  /// Makes it from its parts.
  public init(digest: Digest, version: Int) {
    self.digest = digest
    self.version = version
  }
}

extension StateDigest: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("digest", digest)
    writer.field("v", version)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    digest = try reader.field("digest")
    version = try reader.field("v")
  }
}

extension RunState {
  /// The digest of the state.
  ///
  /// - Parameter hash: SHA-256, which the core does not have.
  /// - Returns: what an entry that follows this state may carry.
  public func digest(_ hash: ([UInt8]) -> Digest) -> StateDigest {
    StateDigest(digest: hash(encoding), version: Self.encodingVersion)
  }

  /// Compares the state with the digest that the entry after it carries.
  ///
  /// An entry without a digest, or with one of an encoding that this version does not know, says
  /// nothing.
  ///
  /// - Parameters:
  ///   - entry: the entry that follows this state.
  ///   - hash: SHA-256, which the core does not have.
  /// - Returns: whether a digest was compared.
  /// - Throws: ``InvalidHistory`` when this is not the state that was recorded.
  @discardableResult
  public func compare(
    with entry: Entry, _ hash: ([UInt8]) -> Digest
  ) throws(InvalidHistory) -> Bool {
    guard let recorded = entry.draft.state, recorded.version == Self.encodingVersion else {
      return false
    }
    guard hash(encoding) == recorded.digest else {
      throw InvalidHistory(
        sequence: entry.sequence,
        reason:
          "\(entry.event.type): replayed, the state before it is not the one that was recorded")
    }
    return true
  }
}
