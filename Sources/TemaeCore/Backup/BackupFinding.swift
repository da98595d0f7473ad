/// One thing that is wrong with a backup, by the name of the object that it is wrong with.
public struct BackupFinding: Hashable, Sendable {
  /// What the finding is about.
  public enum Subject: String, CanonicalWord {
    /// A file is missing, damaged, or not of the backup.
    case file
    /// It is of another database than the one that was named.
    case source
    /// It could not be restored.
    case restore
    /// Restored, an object of the schema is not as it was.
    case schema
    /// Restored, a table or sequence does not hold what it held.
    case content
  }

  /// What it is about.
  public var subject: Subject
  /// The name of the object: a file's path, a table.
  public var name: String
  /// What is wrong, in words that name the object.
  public var problem: String

  /// Makes a finding from its parts.
  public init(_ subject: Subject, _ name: String, _ problem: String) {
    self.subject = subject
    self.name = name
    self.problem = problem
  }
}

extension BackupFinding: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("name", name)
    writer.field("problem", problem)
    writer.field("subject", subject)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    name = try reader.field("name")
    problem = try reader.field("problem")
    subject = try reader.field("subject")
  }
}
