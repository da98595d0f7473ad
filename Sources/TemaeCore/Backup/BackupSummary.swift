/// A backup in a few words: where it lies, what it is of, and which manifest says so.
public struct BackupSummary: Hashable, Sendable {
  /// Its directory.
  public var path: String
  /// The SHA-256 of its manifest.
  public var manifest: Digest
  /// What it holds.
  public var kind: BackupKind
  /// The database.
  public var target: TargetIdentity
  /// When its snapshot was taken.
  public var takenAt: Instant
  /// The write-ahead log's position then.
  public var walPosition: String
  /// The size of its files in bytes.
  public var bytes: Int

  /// Makes a summary from its parts.
  public init(
    path: String, manifest: Digest, kind: BackupKind, target: TargetIdentity, takenAt: Instant,
    walPosition: String, bytes: Int
  ) {
    self.path = path
    self.manifest = manifest
    self.kind = kind
    self.target = target
    self.takenAt = takenAt
    self.walPosition = walPosition
    self.bytes = bytes
  }

  /// Sums up the manifest that lies in a directory, and has this digest.
  public init(_ manifest: BackupManifest, digest: Digest, path: String) {
    self.init(
      path: path, manifest: digest, kind: manifest.kind, target: manifest.source.target,
      takenAt: manifest.takenAt, walPosition: manifest.source.walPosition, bytes: manifest.bytes)
  }
}

extension BackupSummary: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("bytes", bytes)
    writer.field("kind", kind)
    writer.field("manifest", manifest)
    writer.field("path", path)
    writer.field("takenAt", takenAt)
    writer.field("target", target)
    writer.field("walPosition", walPosition)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    bytes = try reader.field("bytes")
    kind = try reader.field("kind")
    manifest = try reader.field("manifest")
    path = try reader.field("path")
    takenAt = try reader.field("takenAt")
    target = try reader.field("target")
    walPosition = try reader.field("walPosition")
  }
}
