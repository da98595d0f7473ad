/// A person took a changed document, or changed files, into a run that stood still.
public struct RunbookAmended: Hashable, Sendable {
  /// Why the document may run as it was read.
  public var acceptance: Acceptance
  /// The activities that the plan did not have.
  public var added: [String]
  /// The activities that are not what they were: what was known of them is void.
  public var changed: [String]
  /// The compiled form as JSON.
  public var compiled: Commitment
  /// What changed in the document and its files, as a unified difference.
  public var difference: Commitment
  /// The runbook's digest from here on: source and files.
  public var digest: Digest
  /// The document's directory, absolute: where scripts and `\i` paths begin.
  public var directory: String
  /// The document's file name.
  public var document: String
  /// The files that blocks include or name.
  public var files: [FileRecord]
  /// The number of the compiled form.
  public var format: Int
  /// The values for parameters that the runbook did not have, secrets left out.
  public var parameters: [NamedText]
  /// The runbook's digest until now.
  public var previous: Digest
  /// The person's reason.
  public var reason: Commitment
  /// The activities that the plan does not have any more.
  public var removed: [String]
  /// The document's bytes.
  public var source: Commitment
  /// The databases that the runbook did not name, as they were found.
  public var targets: [PinnedTarget]
  /// The version of temae.
  public var tool: String
  /// Of what was changed or removed: what had been answered, checked or left undone until now.
  public var void: [String]

  /// Makes it from its parts.
  public init(
    acceptance: Acceptance, added: [String], changed: [String], compiled: Commitment,
    difference: Commitment, digest: Digest, directory: String, document: String,
    files: [FileRecord], format: Int, parameters: [NamedText], previous: Digest,
    reason: Commitment, removed: [String], source: Commitment, targets: [PinnedTarget],
    tool: String, void: [String]
  ) {
    self.acceptance = acceptance
    self.added = added
    self.changed = changed
    self.compiled = compiled
    self.difference = difference
    self.digest = digest
    self.directory = directory
    self.document = document
    self.files = files
    self.format = format
    self.parameters = parameters
    self.previous = previous
    self.reason = reason
    self.removed = removed
    self.source = source
    self.targets = targets
    self.tool = tool
    self.void = void
  }
}

extension RunbookAmended: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("acceptance", acceptance)
    writer.field("added", added)
    writer.field("changed", changed)
    writer.field("compiled", compiled)
    writer.field("difference", difference)
    writer.field("digest", digest)
    writer.field("directory", directory)
    writer.field("document", document)
    writer.field("files", files)
    writer.field("format", format)
    writer.field("parameters", parameters)
    writer.field("previous", previous)
    writer.field("reason", reason)
    writer.field("removed", removed)
    writer.field("source", source)
    writer.field("targets", targets)
    writer.field("tool", tool)
    writer.field("void", void)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    acceptance = try reader.field("acceptance")
    added = try reader.field("added")
    changed = try reader.field("changed")
    compiled = try reader.field("compiled")
    difference = try reader.field("difference")
    digest = try reader.field("digest")
    directory = try reader.field("directory")
    document = try reader.field("document")
    files = try reader.field("files")
    format = try reader.field("format")
    parameters = try reader.field("parameters")
    previous = try reader.field("previous")
    reason = try reader.field("reason")
    removed = try reader.field("removed")
    source = try reader.field("source")
    targets = try reader.field("targets")
    tool = try reader.field("tool")
    void = try reader.field("void")
  }
}
