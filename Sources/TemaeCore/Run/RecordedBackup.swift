/// A backup that a run knows of.
public struct RecordedBackup: Hashable, Sendable {
  /// The backup.
  public var backup: BackupSummary
  /// The activity whose command spoke of it first.
  public var activity: String
  /// The journal sequence of that event.
  public var sequence: Int
  /// What came of verifying it last; `nil` where nothing has.
  public var proof: BackupProof?
}

extension RunState {
  /// Takes in what a command says of a backup: the first word names it, the last proof counts.
  mutating func know(
    _ backup: BackupSummary, _ proof: BackupProof?, by activity: String, _ entry: Entry
  ) throws(InvalidHistory) {
    _ = try index(of: activity, entry)
    guard let place = backups.firstIndex(where: { $0.backup.manifest == backup.manifest }) else {
      backups.append(
        RecordedBackup(
          backup: backup, activity: activity, sequence: entry.sequence, proof: proof))
      return
    }
    if let proof { backups[place].proof = proof }
  }
}

extension RecordedBackup: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("backup", backup)
    writer.optional("proof", proof)
    writer.field("sequence", sequence)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    backup = try reader.field("backup")
    proof = try reader.optional("proof")
    sequence = try reader.field("sequence")
  }
}
