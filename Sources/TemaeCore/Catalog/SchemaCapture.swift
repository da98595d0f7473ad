/// A schema that was captured, perhaps with contents: the file that `temae schema capture` writes.
public struct SchemaCapture: Hashable, Sendable {
  /// The schema.
  public var catalog: Catalog
  /// What the tables held, where that was asked.
  public var contents: Contents?
  /// When it was captured.
  public var takenAt: Instant?
  /// Where it was captured.
  public var target: TargetIdentity?

  /// Makes a capture from its parts.
  public init(
    catalog: Catalog, contents: Contents? = nil, takenAt: Instant? = nil,
    target: TargetIdentity? = nil
  ) {
    self.catalog = catalog
    self.contents = contents
    self.takenAt = takenAt
    self.target = target
  }

  /// Whether bytes begin as a capture does, and no SQL can.
  public static func isCapture(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.first == UInt8(ascii: "{")
  }

  /// Reads a capture, or a catalog alone as a runbook's `.capture` keeps it; a line end may follow.
  public init(bytes: [UInt8]) throws(CanonicalReader.Malformed) {
    var content = bytes
    while content.last == UInt8(ascii: "\n") { content.removeLast() }
    var reader = CanonicalReader(content)
    if content.starts(with: #"{"format":"#.utf8) {
      self.init(catalog: try Catalog(from: &reader))
    } else {
      self = try SchemaCapture(from: &reader)
    }
    try reader.end()
  }

  /// The capture in its canonical form.
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    write(to: &writer)
    return writer.bytes
  }
}

extension SchemaCapture: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("catalog", catalog)
    writer.optional("contents", contents)
    writer.optional("takenAt", takenAt)
    writer.optional("target", target)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    catalog = try reader.field("catalog")
    contents = try reader.optional("contents")
    takenAt = try reader.optional("takenAt")
    target = try reader.optional("target")
  }
}
