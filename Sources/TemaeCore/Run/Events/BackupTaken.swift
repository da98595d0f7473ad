/// A command of an attempt took a backup, and says so.
public struct BackupTaken: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number.
  public var attempt: Int
  /// The backup.
  public var backup: BackupSummary

  /// Makes it from its parts.
  public init(activity: String, attempt: Int, backup: BackupSummary) {
    self.activity = activity
    self.attempt = attempt
    self.backup = backup
  }
}

extension BackupTaken: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("backup", backup)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    backup = try reader.field("backup")
  }
}
