/// A file that a run was opened with.
public struct FileRecord: Hashable, Sendable {
  /// Its bytes, for an included file.
  public var content: Commitment?
  /// SHA-256 of its bytes.
  public var digest: Digest
  /// The path as written in the document.
  public var path: String

  /// Makes it from its parts.
  public init(content: Commitment? = nil, digest: Digest, path: String) {
    self.content = content
    self.digest = digest
    self.path = path
  }
}

extension FileRecord {
  /// What a compiled runbook says of a file.
  public init(_ file: PinnedFile) {
    self.init(digest: file.digest, path: file.path)
  }
}

extension FileRecord: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("content", content)
    writer.field("digest", digest)
    writer.field("path", path)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    content = try reader.optional("content")
    digest = try reader.field("digest")
    path = try reader.field("path")
  }
}
