/// A backup that a person points to, and what is known of it: no journal says so.
public struct KnownBackup: Hashable, Sendable {
  /// How much was written to the database since the backup was taken.
  public enum Written: Hashable, Sendable {
    /// So many bytes of the write-ahead log, of the whole cluster.
    case bytes(Int)
    /// Nothing tells; why, in words.
    case unknown(String)
  }

  /// Its directory.
  public var path: String
  /// What it says of itself.
  public var manifest: BackupManifest
  /// What came of restoring and comparing it; `nil` where nobody has.
  public var verification: BackupVerification?
  /// What a restore would lose.
  public var written: Written

  /// Makes it from its parts.
  public init(
    path: String, manifest: BackupManifest, verification: BackupVerification?, written: Written
  ) {
    self.path = path
    self.manifest = manifest
    self.verification = verification
    self.written = written
  }

  /// When it was restored, compared, and found equal; `nil` where it was not.
  public var verifiedAt: Instant? {
    verification.flatMap { $0.isVerified ? $0.verifiedAt : nil }
  }

  /// How long restoring it took then, in seconds.
  public var restoreSeconds: Int? {
    verification.flatMap { $0.isVerified ? $0.restore?.seconds : nil }
  }
}
