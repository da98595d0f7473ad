/// A backup that a restore would take, and what was written to its database since.
public struct KnownBackup: Hashable, Sendable {
  /// A number that was asked for.
  public enum Measured<Value: Hashable & Sendable>: Hashable, Sendable {
    /// It was told.
    case known(Value)
    /// Nothing tells; why, in words.
    case unknown(String)

    /// The value, where it is known.
    public var value: Value? {
      if case .known(let value) = self { value } else { nil }
    }
  }

  /// How much was written since: what a restore would lose.
  public struct Written: Hashable, Sendable {
    /// The bytes of the write-ahead log, of the whole cluster.
    public var walBytes: Measured<Int>
    /// The rows by table, as the server's statistics count them; tables without any are not listed.
    public var rows: Measured<[TableWrites]>

    /// Makes it from its parts.
    public init(walBytes: Measured<Int>, rows: Measured<[TableWrites]>) {
      self.walBytes = walBytes
      self.rows = rows
    }

    /// Nothing tells; why, in words.
    public static func unknown(_ why: String) -> Written {
      Written(walBytes: .unknown(why), rows: .unknown(why))
    }
  }

  /// Where it lies, and what it is of.
  public var backup: BackupSummary
  /// What came of restoring and comparing it; `nil` where nobody has.
  public var proof: BackupProof?
  /// The step that took it; `nil` where none did.
  public var step: String?
  /// What a restore would lose.
  public var written: Written

  /// Makes it from its parts.
  public init(backup: BackupSummary, proof: BackupProof?, step: String?, written: Written) {
    self.backup = backup
    self.proof = proof
    self.step = step
    self.written = written
  }

  /// When it was restored, compared, and found equal; `nil` where it was not.
  public var verifiedAt: Instant? { proof.flatMap { $0.isVerified ? $0.verifiedAt : nil } }

  /// How long restoring it took then, in seconds.
  public var restoreSeconds: Int? { proof.flatMap { $0.isVerified ? $0.restoreSeconds : nil } }
}
