/// What came of restoring and comparing a backup, in a few words.
public struct BackupProof: Hashable, Sendable {
  /// When it was over.
  public var verifiedAt: Instant
  /// How many findings there were; without any the backup is verified.
  public var findingCount: Int
  /// How long restoring took, in seconds, rounded up; `nil` where it was not restored.
  public var restoreSeconds: Int?

  /// Makes a proof from its parts.
  public init(verifiedAt: Instant, findingCount: Int, restoreSeconds: Int?) {
    self.verifiedAt = verifiedAt
    self.findingCount = findingCount
    self.restoreSeconds = restoreSeconds
  }

  /// Sums up a verification.
  public init(_ verification: BackupVerification) {
    self.init(
      verifiedAt: verification.verifiedAt, findingCount: verification.findings.count,
      restoreSeconds: verification.restore?.seconds)
  }

  /// Whether it was restored, compared, and found equal.
  public var isVerified: Bool { findingCount == 0 && restoreSeconds != nil }
}

extension BackupProof: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("findingCount", findingCount)
    writer.optional("restoreSeconds", restoreSeconds)
    writer.field("verifiedAt", verifiedAt)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    findingCount = try reader.field("findingCount")
    restoreSeconds = try reader.optional("restoreSeconds")
    try BackupVerification.Restore.require(seconds: restoreSeconds, at: reader.offset)
    verifiedAt = try reader.field("verifiedAt")
  }
}
