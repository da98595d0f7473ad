/// A command of an attempt restored a backup and compared it, and says what came of it.
public struct BackupVerified: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number.
  public var attempt: Int
  /// The backup.
  public var backup: BackupSummary
  /// What came of it.
  public var proof: BackupProof

  /// Makes it from its parts.
  public init(activity: String, attempt: Int, backup: BackupSummary, proof: BackupProof) {
    self.activity = activity
    self.attempt = attempt
    self.backup = backup
    self.proof = proof
  }
}

extension BackupVerified: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("backup", backup)
    writer.field("proof", proof)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    backup = try reader.field("backup")
    proof = try reader.field("proof")
  }
}
