extension RehearsalRecord: CanonicalFile {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("at", at)
    writer.field("by", by)
    writer.field("database", database)
    writer.field("digest", digest)
    writer.field("document", document)
    writer.field("durations", durations)
    writer.field("files", files)
    writer.field("format", Self.format)
    writer.field("isGood", isGood)
    writer.field("left", left)
    writer.field("steps", steps)
    writer.field("title", title)
    writer.field("tool", tool)
    writer.field("turns", turns)
  }

  /// Reads a record of this format; another one's number is malformed here.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    at = try reader.field("at")
    by = try reader.field("by")
    database = try reader.field("database")
    digest = try reader.field("digest")
    document = try reader.field("document")
    durations = try reader.field("durations")
    files = try reader.field("files")
    let offset = reader.offset
    guard try reader.field("format", as: Int.self) == Self.format else {
      throw .init(offset: offset, expected: "a rehearsal of format \(Self.format)")
    }
    isGood = try reader.field("isGood")
    left = try reader.field("left")
    steps = try reader.field("steps")
    title = try reader.field("title")
    tool = try reader.field("tool")
    turns = try reader.field("turns")
  }
}

extension RehearsalRecord.Duration: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("us", microseconds)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    microseconds = try reader.field("us")
  }
}

extension RehearsalRecord.Step: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("id", id)
    writer.field("verdict", verdict)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    id = try reader.field("id")
    verdict = try reader.field("verdict")
  }
}

extension RehearsalRecord.Turn: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("isUndone", isUndone)
    writer.field("step", step)
    writer.field("us", microseconds)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    isUndone = try reader.field("isUndone")
    step = try reader.field("step")
    microseconds = try reader.field("us")
  }
}
