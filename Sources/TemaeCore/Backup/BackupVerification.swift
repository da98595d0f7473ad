/// What came of verifying a backup: the file `verification.json` beside its manifest.
public struct BackupVerification: Hashable, Sendable {
  /// The number of the form in which verifications are written.
  public static let format = 1
  /// The name of the file.
  public static let fileName = "verification.json"

  /// What restoring it took.
  public struct Restore: Hashable, Sendable {
    /// How long pg_restore worked, in seconds, rounded up: the estimate for a rollback.
    public var seconds: Int
    /// How many connections restored at a time.
    public var jobs: Int
    /// The server's version.
    public var serverVersion: String
    /// Whether the server was made for this, and is gone; else it was one that somebody named.
    public var isThrowaway: Bool
    /// How many tables and sequences were compared.
    public var comparedCount: Int

    /// Makes it from its parts.
    public init(
      seconds: Int, jobs: Int, serverVersion: String, isThrowaway: Bool, comparedCount: Int
    ) {
      self.seconds = seconds
      self.jobs = jobs
      self.serverVersion = serverVersion
      self.isThrowaway = isThrowaway
      self.comparedCount = comparedCount
    }
  }

  /// The SHA-256 of the manifest that was verified: with another one this says nothing.
  public var manifest: Digest
  /// When it was over.
  public var verifiedAt: Instant
  /// Who verified it, as far as the operating system tells.
  public var by: Operator
  /// What is wrong; a backup without findings is verified.
  public var findings: [BackupFinding]
  /// What restoring took; `nil` where it was not restored.
  public var restore: Restore?
  /// What could not be compared, and why, in words.
  public var remarks: [String]

  /// Makes a verification from its parts.
  public init(
    manifest: Digest, verifiedAt: Instant, by: Operator, findings: [BackupFinding],
    restore: Restore?, remarks: [String]
  ) {
    self.manifest = manifest
    self.verifiedAt = verifiedAt
    self.by = by
    self.findings = findings
    self.restore = restore
    self.remarks = remarks
  }

  /// Whether it was restored, compared, and found equal.
  public var isVerified: Bool { findings.isEmpty && restore != nil }
}

extension BackupVerification: CanonicalFile {
  /// Writes the parts, and whether they amount to a verified backup.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("by", by)
    writer.field("findings", findings)
    writer.field("format", Self.format)
    writer.field("isVerified", isVerified)
    writer.field("manifest", manifest)
    writer.field("remarks", remarks)
    writer.optional("restore", restore)
    writer.field("verifiedAt", verifiedAt)
  }

  /// Reads a verification of this format; another one's number is malformed here.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    by = try reader.field("by")
    findings = try reader.field("findings")
    let offset = reader.offset
    guard try reader.field("format", as: Int.self) == Self.format else {
      throw .init(offset: offset, expected: "a verification of format \(Self.format)")
    }
    let isVerified: Bool = try reader.field("isVerified")
    manifest = try reader.field("manifest")
    remarks = try reader.field("remarks")
    restore = try reader.optional("restore")
    verifiedAt = try reader.field("verifiedAt")
    guard isVerified == self.isVerified else {
      throw .init(offset: offset, expected: "isVerified to agree with the findings")
    }
  }
}

extension BackupVerification.Restore: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("comparedCount", comparedCount)
    writer.field("isThrowaway", isThrowaway)
    writer.field("jobs", jobs)
    writer.field("seconds", seconds)
    writer.field("serverVersion", serverVersion)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    comparedCount = try reader.field("comparedCount")
    isThrowaway = try reader.field("isThrowaway")
    jobs = try reader.field("jobs")
    seconds = try reader.field("seconds")
    try Self.require(seconds: seconds, at: reader.offset)
    serverVersion = try reader.field("serverVersion")
  }

  /// Nobody restores for longer than a human life; what a forger writes must not overflow in sums.
  static func require(
    seconds: Int?, at offset: Int
  ) throws(CanonicalReader.Malformed) {
    guard (0...1 << 31).contains(seconds ?? 0) else {
      throw .init(offset: offset, expected: "seconds that a restore can take")
    }
  }
}
