/// A run was opened on a runbook.
public struct RunOpened: Hashable, Sendable {
  /// Why the document may run as it was read.
  public var acceptance: Acceptance
  /// The compiled form as JSON.
  public var compiled: Commitment
  /// The runbook's digest: source and included files.
  public var digest: Digest
  /// The document's directory, absolute: where scripts and `\i` paths begin.
  public var directory: String
  /// The document's file name.
  public var document: String
  /// The files that blocks include or name.
  public var files: [FileRecord]
  /// The number of the compiled form.
  public var format: Int
  /// How long a minute of the schedule lasts; 60,000,000 outside demonstrations.
  public var minuteMicroseconds: Int
  /// The name that people type: `<title slug>-<n>`.
  public var name: String
  /// The values given for the front matter's parameters, secrets left out.
  public var parameters: [NamedText]
  /// What the run is for; `nil` for the real thing.
  public var purpose: RunPurpose?
  /// What was rehearsed of the document before; `nil` where nothing is known of a rehearsal.
  public var rehearsal: RehearsalRecord?
  /// The document's bytes.
  public var source: Commitment
  /// T; `nil` when the run ignores the schedule.
  public var t0: Instant?
  /// The databases that the runbook names, as they were found.
  public var targets: [PinnedTarget]
  /// The runbook's title.
  public var title: String
  /// The version of temae.
  public var tool: String

  /// Makes it from its parts.
  public init(
    acceptance: Acceptance, compiled: Commitment, digest: Digest, directory: String,
    document: String, files: [FileRecord], format: Int, minuteMicroseconds: Int, name: String,
    parameters: [NamedText], source: Commitment, t0: Instant? = nil, targets: [PinnedTarget],
    title: String, tool: String, purpose: RunPurpose? = nil, rehearsal: RehearsalRecord? = nil
  ) {
    self.acceptance = acceptance
    self.compiled = compiled
    self.digest = digest
    self.directory = directory
    self.document = document
    self.files = files
    self.format = format
    self.minuteMicroseconds = minuteMicroseconds
    self.name = name
    self.parameters = parameters
    self.source = source
    self.t0 = t0
    self.targets = targets
    self.title = title
    self.tool = tool
    self.purpose = purpose
    self.rehearsal = rehearsal
  }
}

extension RunOpened: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("acceptance", acceptance)
    writer.field("compiled", compiled)
    writer.field("digest", digest)
    writer.field("directory", directory)
    writer.field("document", document)
    writer.field("files", files)
    writer.field("format", format)
    writer.field("minuteUs", minuteMicroseconds)
    writer.field("name", name)
    writer.field("parameters", parameters)
    writer.optional("purpose", purpose)
    writer.optional("rehearsal", rehearsal)
    writer.field("source", source)
    writer.optional("t0", t0)
    writer.field("targets", targets)
    writer.field("title", title)
    writer.field("tool", tool)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    acceptance = try reader.field("acceptance")
    compiled = try reader.field("compiled")
    digest = try reader.field("digest")
    directory = try reader.field("directory")
    document = try reader.field("document")
    files = try reader.field("files")
    format = try reader.field("format")
    minuteMicroseconds = try reader.field("minuteUs")
    name = try reader.field("name")
    parameters = try reader.field("parameters")
    purpose = try reader.optional("purpose")
    rehearsal = try reader.optional("rehearsal")
    source = try reader.field("source")
    t0 = try reader.optional("t0")
    targets = try reader.field("targets")
    title = try reader.field("title")
    tool = try reader.field("tool")
  }
}
