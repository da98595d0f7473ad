/// What a command of temae that works for an attempt tells the run: one line of the attempt's record.
///
/// It is the command's word; the attempt's exit code says whether the block came to its end.
public enum BackupFact: Hashable, Sendable {
  /// The variable that names the file of the record.
  public static let variable = "TEMAE_RECORD"
  /// More lines are not read: a script that leaves more has gone wrong.
  public static let limit = 64
  /// Nor are longer lines: an event holds 64 KiB, and an end that does not fit is never recorded.
  public static let longestLineBytes = 16 << 10

  /// A backup was taken.
  case taken(BackupSummary)
  /// A backup was restored and compared.
  case verified(BackupSummary, BackupProof)

  /// The facts of a record, in their order; a line that is none is passed over.
  public static func read(_ bytes: [UInt8]) -> [BackupFact] {
    bytes.split(separator: UInt8(ascii: "\n")).prefix(limit)
      .filter { $0.count <= longestLineBytes }.compactMap {
        try? BackupFact(bytes: Array($0))
      }
  }

  /// What the journal says of it.
  public func event(_ activity: String, attempt: Int) -> Event {
    switch self {
    case .taken(let backup):
      .backupTaken(BackupTaken(activity: activity, attempt: attempt, backup: backup))
    case .verified(let backup, let proof):
      .backupVerified(
        BackupVerified(activity: activity, attempt: attempt, backup: backup, proof: proof))
    }
  }
}

extension BackupFact: CanonicalFile {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    switch self {
    case .taken(let backup): writer.field("backup", backup)
    case .verified(let backup, let proof):
      writer.field("backup", backup)
      writer.field("proof", proof)
    }
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    let backup: BackupSummary = try reader.field("backup")
    let proof: BackupProof? = try reader.optional("proof")
    self = proof.map { .verified(backup, $0) } ?? .taken(backup)
  }
}
