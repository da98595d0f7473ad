/// One file of a backup.
public struct BackupFile: Hashable, Sendable {
  /// Its path below the backup's directory.
  public var path: String
  /// Its size in bytes.
  public var bytes: Int
  /// The SHA-256 of its bytes.
  public var sha256: Digest
  /// The table whose rows it holds, where it holds one table's rows and nothing else.
  public var rowsOf: String?

  /// Makes a file from its parts.
  public init(path: String, bytes: Int, sha256: Digest, rowsOf: String? = nil) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.rowsOf = rowsOf
  }

  /// The file for people: its path, and whose rows it holds.
  public var words: String { rowsOf.map { "\(path) (the rows of \($0))" } ?? path }
}

extension BackupFile: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("bytes", bytes)
    writer.field("path", path)
    writer.optional("rowsOf", rowsOf)
    writer.field("sha256", sha256)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    bytes = try reader.field("bytes")
    path = try reader.field("path")
    rowsOf = try reader.optional("rowsOf")
    sha256 = try reader.field("sha256")
  }
}
