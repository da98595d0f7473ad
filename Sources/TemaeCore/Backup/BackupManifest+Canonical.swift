extension BackupManifest: CanonicalFile {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("attempt", attempt)
    writer.field("by", by)
    writer.optional("contents", contents)
    writer.field("dumpVersion", dumpVersion)
    writer.field("files", files)
    writer.field("finishedAt", finishedAt)
    writer.field("format", Self.format)
    writer.field("jobs", jobs)
    writer.field("kind", kind)
    writer.field("movedSequences", movedSequences)
    writer.field("source", source)
    writer.optional("statistics", statistics)
    writer.optional("tables", tables)
    writer.field("takenAt", takenAt)
  }

  /// Reads a manifest of this format; another one's number is malformed here.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    attempt = try reader.optional("attempt")
    by = try reader.field("by")
    contents = try reader.optional("contents")
    dumpVersion = try reader.field("dumpVersion")
    files = try reader.field("files")
    finishedAt = try reader.field("finishedAt")
    let offset = reader.offset
    guard try reader.field("format", as: Int.self) == Self.format else {
      throw .init(offset: offset, expected: "a manifest of format \(Self.format)")
    }
    jobs = try reader.field("jobs")
    kind = try reader.field("kind")
    movedSequences = try reader.field("movedSequences")
    source = try reader.field("source")
    statistics = try reader.optional("statistics")
    tables = try reader.optional("tables")
    takenAt = try reader.field("takenAt")
  }
}

extension BackupManifest.Attempt: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("attempt", attempt)
    writer.field("run", run)
    writer.field("step", step)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    attempt = try reader.field("attempt")
    run = try reader.field("run")
    step = try reader.field("step")
  }
}
